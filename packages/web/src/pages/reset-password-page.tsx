import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Unlink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ResetPasswordForm } from '../forms/reset-password-form.tsx'
import { PlainPage } from '../shell/plain-page.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/states.tsx'

const route = getRouteApi('/reset-password')

/** Where the link of a mail, or of an operator, leads: a new password. */
export function ResetPasswordPage() {
  const { t } = useTranslation()
  const { token } = route.useSearch()
  const queryClient = useQueryClient()
  const [state, setState] = useState<'asks' | 'done' | 'invalid'>(token ? 'asks' : 'invalid')

  if (state === 'done')
    return (
      <PlainPage title={t('resetPassword.doneTitle')} intro={t('resetPassword.doneText')}>
        <Link to="/sign-in" autoFocus className={buttonClass('primary')}>
          {t('setup.doneAction')}
        </Link>
      </PlainPage>
    )
  if (state === 'invalid' || !token)
    return (
      <PlainPage title={t('resetPassword.title')}>
        <Notice
          look="bad"
          icon={<Unlink aria-hidden className="text-bad" />}
          title={t('errors.auth/link-invalid')}
          actions={
            <Link to="/forgot-password" className={buttonClass('secondary')}>
              {t('resetPassword.askAgain')}
            </Link>
          }
        >
          {t('resetPassword.invalidText')}
        </Notice>
      </PlainPage>
    )
  return (
    <PlainPage title={t('resetPassword.title')} intro={t('resetPassword.intro')}>
      <ResetPasswordForm
        token={token}
        onLinkInvalid={() => setState('invalid')}
        onDone={() => {
          // All sessions ended, the one of this browser too.
          queryClient.clear()
          setState('done')
        }}
      />
    </PlainPage>
  )
}
