import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

interface ResetPasswordFormProps {
  token: string
  onDone: () => void
  onLinkInvalid: () => void
}

/** A new password, with the token of a link. */
export function ResetPasswordForm({ token, onDone, onLinkInvalid }: ResetPasswordFormProps) {
  const { t } = useTranslation()
  const reset = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.auth.resetPassword, { body: { token, newPassword: textOf(form, 'newPassword') } }),
    onSuccess: onDone,
    onError: (error) => {
      // A token of the wrong length fits no link either.
      if (isCode(error, 'auth/link-invalid') || 'token' in fieldProblems(error)) onLinkInvalid()
    },
  })
  const secondsLeft = useCountdown(reset.error)
  const problem = fieldProblems(reset.error).newPassword
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        reset.mutate(new FormData(event.currentTarget))
      }}
    >
      <PasswordField label={t('profile.newPassword')} name="newPassword" isNew problem={problem} />
      {!problem && <AttemptError error={reset.error} secondsLeft={secondsLeft} />}
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={reset.isPending} disabled={secondsLeft > 0}>
        {t('resetPassword.submit')}
      </Button>
    </form>
  )
}
