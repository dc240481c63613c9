import { ConnectionError } from '@brain-ai/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Whether the last request failed to reach the server, or the device says that it is offline. */
function useIsOffline(): boolean {
  const queryClient = useQueryClient()
  const [isOffline, setIsOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const listen = () => setIsOffline(!navigator.onLine)
    window.addEventListener('online', listen)
    window.addEventListener('offline', listen)
    const unsubscribe = queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return
      if (event.action.type === 'success') setIsOffline(false)
      else if ((event.action.type === 'error' || event.action.type === 'failed') && event.action.error instanceof ConnectionError)
        setIsOffline(true)
    })
    return () => {
      window.removeEventListener('online', listen)
      window.removeEventListener('offline', listen)
      unsubscribe()
    }
  }, [queryClient])
  return isOffline
}

/** Says over every screen that the server is out of reach, until it answers again. */
export function OfflineBanner() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const isOffline = useIsOffline()
  useEffect(() => {
    if (!isOffline) return
    const timer = setInterval(() => void queryClient.refetchQueries({ queryKey: ['me'] }), 5000)
    return () => clearInterval(timer)
  }, [isOffline, queryClient])
  if (!isOffline) return null
  return (
    <div role="status" className="flex items-center justify-center gap-3 bg-busy-soft px-4 py-2 text-sm text-busy">
      <WifiOff aria-hidden className="size-4 shrink-0" />
      <span>{t('app.offline')}</span>
      <button
        type="button"
        className="min-h-6 font-semibold underline underline-offset-2"
        onClick={() => void queryClient.refetchQueries({ type: 'active' })}
      >
        {t('app.offlineRetry')}
      </button>
    </div>
  )
}
