import type { InvitationOffer, Me } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { currentLanguage } from '../languages/index.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

interface SignUpFormProps {
  token: string
  offer: InvitationOffer
  onDone: (me: Me) => void
  /** The address has an account already. */
  onHasAccount: () => void
}

/** An account for somebody who was invited. The address is theirs to say only where the invitation names none. */
export function SignUpForm({ token, offer, onDone, onHasAccount }: SignUpFormProps) {
  const { t } = useTranslation()
  const signUp = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.invitations.signUpInvited, {
        params: { token },
        body: {
          name: textOf(form, 'name'),
          ...(offer.email === null && { email: textOf(form, 'email').trim() }),
          password: textOf(form, 'password'),
          language: currentLanguage(),
        },
      }),
    onSuccess: onDone,
    onError: (error) => {
      if (isCode(error, 'invitation/sign-in-first')) onHasAccount()
    },
  })
  const secondsLeft = useCountdown(signUp.error)
  const problems = fieldProblems(signUp.error)
  const isAtField = Object.keys(problems).length > 0
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        signUp.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('setup.name')}
        name="name"
        autoComplete="name"
        required
        autoFocus
        maxLength={120}
        problem={problems.name}
      />
      {offer.email === null ? (
        <TextField
          label={t('setup.email')}
          name="email"
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          problem={problems.email}
        />
      ) : (
        <TextField
          label={t('setup.email')}
          type="email"
          autoComplete="username"
          value={offer.email}
          readOnly
          className="text-muted!"
        />
      )}
      <PasswordField label={t('setup.password')} name="password" isNew problem={problems.password} />
      {!isAtField && <AttemptError error={signUp.error} secondsLeft={secondsLeft} />}
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={signUp.isPending} disabled={secondsLeft > 0}>
        {t('invitation.signUp')}
      </Button>
    </form>
  )
}
