import { may } from '@brain-ai/contract'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe, useWorkspace } from '../../session.ts'
import { settingsPlaces } from './settings-places.ts'

const WorkspaceMenu = lazy(() => import('../../shell/workspace-menu.tsx'))

/** What belongs to the workspace, with its pages at the side; above them on a phone, where the switcher of the rail is missing. */
export function SettingsLayout() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const { role } = useWorkspace()
  const places = settingsPlaces.filter((place) => may(role, place.may))
  const tabs = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab of the page stays in sight on a phone
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row md:overflow-y-auto" id="settings">
      <div className="mx-auto flex w-full max-w-[64rem] flex-col md:flex-row">
        <nav aria-label={t('settings.navigation')} className="shrink-0 md:sticky md:top-0 md:w-48 md:self-start md:py-10 md:pl-6">
          <PhoneSwitcher />
          <p className="mb-2 px-3 text-xs font-medium text-muted max-md:hidden">{t('settings.title')}</p>
          <div
            ref={tabs}
            className="flex gap-1 max-md:overflow-x-auto max-md:border-b max-md:border-line max-md:px-3 md:flex-col"
          >
            {places.map(({ to, name, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                className="flex shrink-0 items-center gap-3 px-3 text-sm text-muted transition-colors max-md:-mb-px max-md:h-11 max-md:border-b-2 max-md:border-transparent hover:text-text md:h-9 md:rounded-lg md:hover:bg-hover"
                activeProps={{
                  'aria-current': 'page',
                  className: 'font-medium text-text! max-md:border-accent! md:bg-hover',
                }}
              >
                <Icon aria-hidden className="size-4 max-md:hidden" />
                {t(`settings.${name}`)}
              </Link>
            ))}
          </div>
        </nav>
        <div className="min-w-0 flex-1">
          <Outlet />
        </div>
      </div>
    </div>
  )
}

function PhoneSwitcher() {
  const { workspaces, user } = useMe()
  const workspace = useWorkspace()
  if (workspaces.length < 2 && !user.isOperator) return null
  return (
    <div className="flex px-2 pt-2 md:hidden">
      <Suspense fallback={<div className="h-11" />}>
        <WorkspaceMenu workspaces={workspaces} current={workspace} />
      </Suspense>
    </div>
  )
}
