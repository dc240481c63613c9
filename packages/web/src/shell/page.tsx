import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../ui/class-names.ts'

interface PageProps {
  /** The name of the screen, for the tab of the browser. */
  title: string
  children: ReactNode
  /** Stands beside the page, as a panel. */
  aside?: ReactNode
  className?: string
}

/** One screen inside the shell: title of the tab, the main landmark, room for a panel at its side. */
export function Page({ title, children, aside, className }: PageProps) {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-0 flex-1">
      <title>{`${title} · ${t('app.name')}`}</title>
      <main
        id="content"
        tabIndex={-1}
        className={classNames('relative min-w-0 flex-1 outline-none md:overflow-y-auto', className)}
      >
        {children}
      </main>
      {aside}
    </div>
  )
}
