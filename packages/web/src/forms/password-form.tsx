import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

/** Another password, given the current one. */
export function PasswordForm() {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const change = useMutation({
    mutationFn: (fields: FormData) =>
      api.call(routes.auth.changePassword, {
        body: { currentPassword: textOf(fields, 'currentPassword'), newPassword: textOf(fields, 'newPassword') },
      }),
    onSuccess: () => {
      form.current?.reset()
      showToast({ text: t('profile.passwordChanged') })
    },
  })
  const problems = fieldProblems(change.error)
  const isWrong = isCode(change.error, 'auth/wrong-credentials')
  const hasNone = isCode(change.error, 'auth/forbidden')
  const secondsLeft = useCountdown(change.error)
  return (
    <form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate(new FormData(event.currentTarget))
      }}
    >
      <PasswordField
        label={t('profile.currentPassword')}
        name="currentPassword"
        problem={isWrong ? t('profile.currentPasswordWrong') : hasNone ? t('profile.noPassword') : problems.currentPassword}
      />
      <PasswordField label={t('profile.newPassword')} name="newPassword" isNew problem={problems.newPassword} />
      {!isWrong && !hasNone && <AttemptError error={change.error} secondsLeft={secondsLeft} />}
      <Button type="submit" className="self-start" isBusy={change.isPending} disabled={secondsLeft > 0}>
        {t('profile.changePassword')}
      </Button>
    </form>
  )
}
