import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Look = 'primary' | 'secondary' | 'ghost' | 'danger'

const shape =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 disabled:cursor-not-allowed'
const looks: Record<Look, string> = {
  primary: 'bg-accent-fill text-on-accent enabled:hover:bg-accent-fill-hover',
  secondary: 'border border-line bg-surface text-text shadow-low enabled:hover:bg-hover',
  ghost: 'text-muted enabled:hover:bg-hover enabled:hover:text-text',
  danger: 'bg-bad-fill text-on-accent enabled:hover:brightness-110',
}

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: Look = 'secondary', className?: string): string =>
  classNames(shape, looks[look], 'min-h-11 px-4 md:min-h-9 md:px-3', className)

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  icon?: ReactNode
  isBusy?: boolean
}

/** While busy it keeps its place and its focus, and takes no clicks. */
export function Button({ look = 'secondary', icon, isBusy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      className={buttonClass(look, classNames(isBusy && 'animate-breathe', className))}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  label: string
  icon: ReactNode
}

/** A button of one icon; its label is read out and shown on hover. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(shape, looks.ghost, 'size-11 md:size-8', className)}
      {...rest}
    >
      {icon}
    </button>
  )
}
