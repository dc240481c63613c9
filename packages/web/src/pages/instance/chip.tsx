import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'

const looks = {
  good: 'bg-good-soft text-good',
  busy: 'bg-busy-soft text-busy',
  bad: 'bg-bad-soft text-bad',
  plain: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
}

export type ChipLook = keyof typeof looks

/** A state in one word. */
export const Chip = ({ look, children }: { look: ChipLook; children: ReactNode }) => (
  <span
    className={classNames(
      'inline-flex w-fit items-center rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
      looks[look],
    )}
  >
    {children}
  </span>
)
