import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

/** What was typed in the first step, for the second. It stays in memory and is gone with the page. */
export interface Credentials {
  email: string
  password: string
}

interface SignInFormProps {
  /** To begin with, when one comes back from the second step. */
  email?: string | undefined
  /** What went wrong before this form. */
  error?: unknown
  onDone: () => void
  onSecondFactor: (credentials: Credentials) => void
}

/** E-mail and password. */
export function SignInForm({ email, error: earlierError, onDone, onSecondFactor }: SignInFormProps) {
  const { t } = useTranslation()
  const signIn = useMutation({
    mutationFn: (body: Credentials) => api.call(routes.auth.signIn, { body }),
    onSuccess: onDone,
    onError: (error, body) => {
      if (isCode(error, 'auth/second-factor-required')) onSecondFactor(body)
    },
  })
  const error = isCode(signIn.error, 'auth/second-factor-required') ? null : (signIn.error ?? (signIn.isIdle && earlierError))
  const secondsLeft = useCountdown(error)
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        signIn.mutate({ email: textOf(form, 'email'), password: textOf(form, 'password') })
      }}
    >
      <TextField
        label={t('signIn.email')}
        name="email"
        type="email"
        defaultValue={email}
        autoComplete="username"
        required
        autoFocus={!email}
        maxLength={254}
      />
      <PasswordField label={t('signIn.password')} name="password" />
      {isCode(error, 'auth/forbidden') ? (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">
          {t('signIn.providerOnly')}
        </p>
      ) : (
        <AttemptError error={error} secondsLeft={secondsLeft} />
      )}
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={signIn.isPending} disabled={secondsLeft > 0}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}
