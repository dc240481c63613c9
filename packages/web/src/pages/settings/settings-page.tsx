import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface SettingsPageProps {
  title: string
  intro?: ReactNode
  /** Beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** One page of the settings: title of the tab, the main landmark, heading and content. */
export function SettingsPage({ title, intro, actions, children }: SettingsPageProps) {
  const { t } = useTranslation()
  return (
    <main id="content" tabIndex={-1} className="px-4 py-6 outline-none md:px-8 md:py-10">
      <title>{`${title} · ${t('settings.title')} · ${t('app.name')}`}</title>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {intro && <div className="mt-1 max-w-[60ch] text-sm text-muted">{intro}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </main>
  )
}
