import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { NoWorkspacePage } from '../pages/no-workspace-page.tsx'
import { buttonClass } from '../ui/button.tsx'
import { OfflineBanner } from './offline-banner.tsx'

/** For somebody in no workspace: what belongs to the person, or to the installation, is there all the same. */
export function WithoutWorkspace() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  if (!/^\/(profile|instance)(\/|$)/.test(pathname)) return <NoWorkspacePage />
  return (
    <div className="flex min-h-dvh flex-col md:h-dvh">
      <OfflineBanner />
      <nav aria-label={t('app.navigation')} className="border-b border-line px-2 py-1">
        <Link to="/" className={buttonClass('ghost')}>
          <ArrowLeft aria-hidden className="size-4" />
          {t('app.name')}
        </Link>
      </nav>
      <Outlet />
    </div>
  )
}
