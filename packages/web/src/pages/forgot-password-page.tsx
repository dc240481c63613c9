import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LifeBuoy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { AddressForm } from '../forms/address-form.tsx'
import { methodsQuery } from '../queries.ts'
import { PlainPage } from '../shell/plain-page.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'

/** Asks for a link that sets a new password; says whom to ask where no mail leaves the installation. */
export function ForgotPasswordPage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(methodsQuery)
  return (
    <PlainPage title={t('forgotPassword.title')} intro={data?.canMail ? t('forgotPassword.intro') : undefined}>
      <div className="flex flex-col gap-6">
        {error && !data && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-28" />}
        {data?.canMail && (
          <AddressForm
            submitLabel={t('forgotPassword.submit')}
            doneTitle={t('forgotPassword.doneTitle')}
            doneText={t('forgotPassword.doneText')}
            send={(email) => api.call(routes.auth.requestPasswordReset, { body: { email } })}
          />
        )}
        {data && !data.canMail && (
          <Notice look="plain" icon={<LifeBuoy aria-hidden className="text-accent" />} title={t('forgotPassword.noMailTitle')}>
            {t('forgotPassword.noMailText')}
          </Notice>
        )}
        <Link to="/sign-in" className={buttonClass('ghost', '-mx-3 self-start')}>
          {t('forgotPassword.back')}
        </Link>
      </div>
    </PlainPage>
  )
}
