import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../error-notice.tsx'
import { SetupForm } from '../forms/setup-form.tsx'
import { SetupTokenForm } from '../forms/setup-token-form.tsx'
import { setupQuery } from '../queries.ts'
import { meQuery, settle } from '../session.ts'
import { PlainPage } from '../shell/plain-page.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'

const route = getRouteApi('/setup')

/** The first screen of an installation, reached by the one-time link that the start prints. */
export function SetupPage() {
  const { t } = useTranslation()
  const { token } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const { data, error, refetch } = useQuery(setupQuery)
  const [wrongToken, setWrongToken] = useState<string>()

  if (error)
    return (
      <PlainPage title={t('setup.title')}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </PlainPage>
    )
  if (!data)
    return (
      <PlainPage title={t('setup.title')}>
        <Skeleton className="h-64" />
      </PlainPage>
    )
  if (data.isDone)
    return (
      <PlainPage title={t('setup.doneTitle')} intro={t('setup.doneText')}>
        <Link to="/sign-in" className={buttonClass('primary')}>
          {t('setup.doneAction')}
        </Link>
      </PlainPage>
    )
  if (!token || token === wrongToken)
    return (
      <PlainPage title={t('setup.tokenMissingTitle')} intro={t('setup.tokenMissingText')}>
        <div className="flex flex-col gap-6">
          {wrongToken && (
            <Notice look="bad" icon={<KeyRound aria-hidden className="text-bad" />} title={t('errors.setup/token-wrong')}>
              {t('setup.tokenWrongAdvice')}
            </Notice>
          )}
          <div className="text-sm text-muted">
            <p>{t('setup.tokenWhere')}</p>
            <code className="mt-2 block rounded-lg bg-sunken px-3 py-2 font-mono text-xs break-all text-text">
              {`${window.location.origin}/setup?token=…`}
            </code>
          </div>
          <SetupTokenForm
            onToken={(next) => {
              setWrongToken(undefined)
              void navigate({ search: { token: next } })
            }}
          />
        </div>
      </PlainPage>
    )
  return (
    <PlainPage title={t('setup.title')} intro={t('setup.intro')}>
      <SetupForm
        token={token}
        onTokenWrong={() => setWrongToken(token)}
        onDone={(me) => {
          queryClient.setQueryData(meQuery.queryKey, settle(me))
          void navigate({ to: '/', replace: true })
        }}
      />
    </PlainPage>
  )
}
