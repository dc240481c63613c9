import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A grey shape where content will be; give it the size of that content. */
export const Skeleton = ({ className }: { className: string }) => (
  <div aria-hidden className={classNames('animate-breathe rounded-md bg-sunken', className)} />
)

interface StateProps {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** What can be done about it. */
  actions?: ReactNode
  level?: 'h1' | 'h2' | 'h3' | 'h4'
}

/** What a place is for while nothing is in it. */
export function EmptyState({ icon, title, children, actions, level: Title = 'h2' }: StateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {icon && <div className="mb-2 rounded-2xl bg-accent-soft p-4 text-accent [&_svg]:size-6">{icon}</div>}
      <Title className="text-base font-semibold">{title}</Title>
      {children && <div className="max-w-[52ch] text-sm text-muted">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

interface NoticeProps extends StateProps {
  look: 'bad' | 'busy' | 'plain'
}

const noticeLooks = {
  bad: 'border-bad/40 bg-bad-soft',
  busy: 'border-busy/40 bg-busy-soft',
  plain: 'border-line bg-surface',
}

/** Something that the reader should know or do, in the flow of the page. Bad news is read out. */
export function Notice({ look, icon, title, children, actions, level: Title = 'h2' }: NoticeProps) {
  return (
    <div
      role={look === 'bad' ? 'alert' : undefined}
      className={classNames('flex gap-3 rounded-xl border p-4', noticeLooks[look])}
    >
      {icon && <div className="mt-0.5 [&_svg]:size-4">{icon}</div>}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <Title className="text-sm font-semibold">{title}</Title>
        {children && <div className="text-sm">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

/** How far something is, from 0 to 1; without a value it only shows that something goes on. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className="h-1 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={classNames(
          'h-full rounded-full bg-accent-fill transition-[width] duration-300',
          value === null && 'animate-breathe',
        )}
        style={{ width: value === null ? '100%' : `${Math.max(4, value * 100)}%` }}
      />
    </div>
  )
}
