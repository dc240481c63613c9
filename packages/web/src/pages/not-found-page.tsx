import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main id="content" className="flex min-h-dvh flex-col justify-center">
      <title>{`${t('errors.notFoundTitle')} · ${t('app.name')}`}</title>
      <EmptyState
        level="h1"
        icon={<MapPinOff aria-hidden />}
        title={t('errors.notFoundTitle')}
        actions={
          <Link to="/" className={buttonClass('primary')}>
            {t('errors.notFoundAction')}
          </Link>
        }
      >
        {t('errors.notFoundText')}
      </EmptyState>
    </main>
  )
}
