import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../session.ts'

/** Says over every screen of a suspended workspace what still works in it. */
export function SuspendedBanner() {
  const { t } = useTranslation()
  const { status } = useWorkspace()
  if (status === 'active') return null
  return (
    <div role="status" className="flex items-start justify-center gap-3 bg-busy-soft px-4 py-2 text-sm text-busy">
      <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{t('suspended.banner')}</span>
    </div>
  )
}
