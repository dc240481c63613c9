import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { textOfCode } from '../error-text.ts'
import { SecondFactorForm } from '../forms/second-factor-form.tsx'
import { type Credentials, SignInForm } from '../forms/sign-in-form.tsx'
import { methodsQuery } from '../queries.ts'
import { readNext } from '../search-params.ts'
import { meQuery } from '../session.ts'
import { PlainPage } from '../shell/plain-page.tsx'
import { signOut } from '../sign-out.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'
import { OidcButton } from './oidc-button.tsx'

const route = getRouteApi('/sign-in')

type Step = { name: 'password'; email?: string; error?: unknown } | { name: 'code'; credentials: Credentials }

/** Sign in, and go where one wanted to. */
export function SignInPage() {
  const { t } = useTranslation()
  const { next, problem } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const methods = useQuery(methodsQuery)
  // What was known of somebody signed in may be from before the session ended.
  const me = useQuery({ ...meQuery, refetchOnMount: 'always', retry: false })
  const [isPasswordWanted, setIsPasswordWanted] = useState(false)
  const [step, setStep] = useState<Step>({ name: 'password' })
  const done = () => {
    // Somebody else may have been signed in before.
    queryClient.clear()
    router.history.replace(readNext(next))
  }

  if (step.name === 'code')
    return (
      <PlainPage title={t('signIn.secondStep')} intro={t('signIn.secondStepIntro', { email: step.credentials.email })}>
        <SecondFactorForm
          credentials={step.credentials}
          onDone={done}
          onBack={(error) => setStep({ name: 'password', ...(error ? { email: step.credentials.email, error } : {}) })}
        />
      </PlainPage>
    )
  if (me.isFetchedAfterMount && me.isSuccess && !problem)
    return (
      <PlainPage title={t('signIn.already')} intro={t('invitation.signedInAs', { email: me.data.user.email })}>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onClick={() => router.history.replace(readNext(next))}>
            {t('signIn.goOn')}
          </Button>
          <Button onClick={() => void signOut(window.location.pathname + window.location.search)}>{t('signIn.asAnother')}</Button>
        </div>
      </PlainPage>
    )
  if (methods.isPending || !me.isFetchedAfterMount)
    return (
      <PlainPage title={t('signIn.title')}>
        <div className="flex flex-col gap-5">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
          <Skeleton className="h-10" />
        </div>
      </PlainPage>
    )
  // The password is asked for as long as the server does not say that there is none. Operators have one even then.
  const { hasPassword: isForAll = true, oidc = null, canRequestInvitation = false } = methods.data ?? {}
  const hasPassword = isForAll || isPasswordWanted
  return (
    <PlainPage title={t('signIn.title')}>
      <div className="flex flex-col gap-6">
        {problem && (
          <Notice look="bad" icon={<CircleAlert aria-hidden className="text-bad" />} title={t('signIn.problemTitle')}>
            {textOfCode(t, problem, t('signIn.problemUnknown'))}
          </Notice>
        )}
        {oidc && <OidcButton name={oidc.name} returnTo={readNext(next)} isPrimary={!hasPassword} />}
        {oidc && hasPassword && <Or />}
        {hasPassword && (
          <SignInForm
            email={step.email}
            error={step.error}
            onDone={done}
            onSecondFactor={(credentials) => setStep({ name: 'code', credentials })}
          />
        )}
        <p className="flex flex-wrap gap-x-4">
          {!hasPassword && (
            <Button look="ghost" className="-mx-3" onClick={() => setIsPasswordWanted(true)}>
              {t('signIn.withPassword')}
            </Button>
          )}
          {hasPassword && (
            <Link to="/forgot-password" className={buttonClass('ghost', '-mx-3')}>
              {t('signIn.forgotten')}
            </Link>
          )}
          {canRequestInvitation && (
            <Link to="/join" className={buttonClass('ghost', '-mx-3 ml-auto')}>
              {t('join.action')}
            </Link>
          )}
        </p>
      </div>
    </PlainPage>
  )
}

function Or() {
  const { t } = useTranslation()
  return (
    <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {t('signIn.or')}
    </p>
  )
}
