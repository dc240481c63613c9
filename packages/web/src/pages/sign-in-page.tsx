import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { SignInForm } from '../forms/sign-in-form.tsx'
import { readNext } from '../search-params.ts'
import { PlainPage } from '../shell/plain-page.tsx'

const route = getRouteApi('/sign-in')

/** Sign in, and go where one wanted to. */
export function SignInPage() {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  return (
    <PlainPage title={t('signIn.title')}>
      <SignInForm
        onDone={() => {
          // Somebody else may have been signed in before.
          queryClient.clear()
          router.history.replace(readNext(next))
        }}
      />
      <p className="mt-6 text-xs text-muted">{t('signIn.forgotten')}</p>
    </PlainPage>
  )
}
