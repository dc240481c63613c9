import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface SectionProps {
  title: string
  intro?: ReactNode
  className?: string
  children: ReactNode
}

/** A part of a settings page: what it is about on the left, what one can set on the right. */
export function Section({ title, intro, className, children }: SectionProps) {
  return (
    <section
      className={classNames('mt-8 grid gap-4 border-t border-line pt-8 lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-8', className)}
    >
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {intro && <p className="mt-1 text-sm text-muted">{intro}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
