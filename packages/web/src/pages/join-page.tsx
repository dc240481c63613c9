import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { AddressForm } from '../forms/address-form.tsx'
import { PlainPage } from '../shell/plain-page.tsx'
import { buttonClass } from '../ui/button.tsx'

/** Asks for an invitation, where people of some domains may join by themselves. */
export function JoinPage() {
  const { t } = useTranslation()
  return (
    <PlainPage title={t('join.title')} intro={t('join.intro')}>
      <div className="flex flex-col gap-6">
        <AddressForm
          submitLabel={t('join.submit')}
          doneTitle={t('join.doneTitle')}
          doneText={t('join.doneText')}
          send={(email) => api.call(routes.invitations.requestInvitation, { body: { email } })}
        />
        <Link to="/sign-in" className={buttonClass('ghost', '-mx-3 self-start')}>
          {t('forgotPassword.back')}
        </Link>
      </div>
    </PlainPage>
  )
}
