import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../error-notice.tsx'

/** Whatever a screen could not deal with itself. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  return (
    <main id="content" className="mx-auto w-full max-w-xl px-4 py-16">
      <title>{`${t('errors.title')} · ${t('app.name')}`}</title>
      <ErrorNotice
        level="h1"
        error={error}
        onRetry={() => {
          queries.reset()
          reset()
          void router.invalidate()
        }}
      />
    </main>
  )
}
