import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, currentLanguage } from '../languages/index.ts'
import { listenToOtherTabs } from '../other-tabs.ts'
import { useMe } from '../session.ts'
import { UploadsProvider } from '../uploads/uploads.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { SuspendedBanner } from './suspended-banner.tsx'
import { WithoutWorkspace } from './without-workspace.tsx'

const CommandPalette = lazy(() => import('./command-palette.tsx'))
const Toasts = lazy(() => import('../ui/toast.tsx'))

/** The frame of every screen: the rail, the page, what may lie over it. */
export function Shell() {
  const { t } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const [isPaletteOpen, setIsPaletteOpen] = useState(false)

  useEffect(() => listenToOtherTabs(queryClient), [queryClient])

  useEffect(() => {
    // The account's own choice holds on every device; without one this device's choice or the browser decides.
    if (me.user.language && me.user.language !== currentLanguage()) void chooseLanguage(me.user.language)
  }, [me.user.language])

  useEffect(() => {
    const openPalette = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setIsPaletteOpen((isOpen) => !isOpen)
    }
    window.addEventListener('keydown', openPalette)
    return () => window.removeEventListener('keydown', openPalette)
  }, [])

  if (me.workspaces.length === 0)
    return (
      <>
        <WithoutWorkspace />
        <Suspense>
          <Toasts label={t('app.notifications')} closeLabel={t('app.close')} />
        </Suspense>
      </>
    )
  return (
    <UploadsProvider>
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-raised px-4 py-2 font-medium shadow-high focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('app.skipToContent')}
      </a>
      <div className="flex min-h-dvh md:h-dvh">
        <Rail onCommands={() => setIsPaletteOpen(true)} />
        <div className="flex min-w-0 flex-1 flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] md:h-dvh md:pb-0">
          <OfflineBanner />
          <SuspendedBanner />
          <Outlet />
        </div>
        <BottomBar onCommands={() => setIsPaletteOpen(true)} />
      </div>
      {isPaletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setIsPaletteOpen(false)} />
        </Suspense>
      )}
      <Suspense>
        <Toasts label={t('app.notifications')} closeLabel={t('app.close')} />
      </Suspense>
    </UploadsProvider>
  )
}
