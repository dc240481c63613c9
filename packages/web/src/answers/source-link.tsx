import { Link } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

/** Where a source is opened: the address says of which answer, and which one. */
export interface OpenSource {
  answerId: string
  /** The number of the one that is open, if it is of this answer. */
  number: number | undefined
}

interface SourceLinkProps extends Pick<ComponentProps<'a'>, 'aria-label' | 'className' | 'children'> {
  answerId: string
  number: number
  isOpen: boolean
}

/** Opens a source beside its answer, whatever page shows it. */
export function SourceLink({ answerId, number, isOpen, ...rest }: SourceLinkProps) {
  return (
    <Link
      to="."
      search={(now: Record<string, unknown>) => ({ ...now, source: number, of: answerId, why: undefined })}
      resetScroll={false}
      preload={false}
      aria-current={isOpen ? 'true' : undefined}
      {...rest}
    />
  )
}
