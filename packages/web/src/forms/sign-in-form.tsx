import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

/** E-mail and password. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const signIn = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.auth.signIn, { body: { email: textOf(form, 'email'), password: textOf(form, 'password') } }),
    onSuccess: onDone,
  })
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField label={t('signIn.email')} name="email" type="email" autoComplete="username" required autoFocus maxLength={254} />
      <PasswordField label={t('signIn.password')} name="password" />
      <FormError error={signIn.error} />
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}
