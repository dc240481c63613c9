import { useTranslation } from 'react-i18next'
import { isCode } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

interface ConfirmPasswordFormProps {
  submitLabel: string
  isDanger?: boolean
  error: unknown
  isBusy: boolean
  onSubmit: (password: string) => void
}

/** Asks for the password once more: an open screen is not enough for what changes how one signs in. */
export function ConfirmPasswordForm({ submitLabel, isDanger = false, error, isBusy, onSubmit }: ConfirmPasswordFormProps) {
  const { t } = useTranslation()
  const secondsLeft = useCountdown(error)
  const isWrong = isCode(error, 'auth/wrong-credentials')
  const hasNone = isCode(error, 'auth/forbidden')
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(textOf(new FormData(event.currentTarget), 'password'))
      }}
    >
      <PasswordField
        label={t('profile.currentPassword')}
        name="password"
        problem={isWrong ? t('profile.currentPasswordWrong') : hasNone ? t('profile.noPassword') : undefined}
      />
      {!isWrong && !hasNone && <AttemptError error={error} secondsLeft={secondsLeft} />}
      <Button
        type="submit"
        look={isDanger ? 'danger' : 'primary'}
        className="self-end"
        isBusy={isBusy}
        disabled={secondsLeft > 0}
      >
        {submitLabel}
      </Button>
    </form>
  )
}
