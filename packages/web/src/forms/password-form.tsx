import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
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
        problem={isWrong ? t('profile.currentPasswordWrong') : problems.currentPassword}
      />
      <PasswordField label={t('profile.newPassword')} name="newPassword" isNew problem={problems.newPassword} />
      {!isWrong && <FormError error={change.error} />}
      <Button type="submit" className="self-start" isBusy={change.isPending}>
        {t('profile.changePassword')}
      </Button>
    </form>
  )
}
