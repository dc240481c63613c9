import type { Me } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { currentLanguage } from '../languages/index.ts'
import { Button } from '../ui/button.tsx'
import { CheckboxField, TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { PasswordField } from './password-field.tsx'

interface SetupFormProps {
  token: string
  onDone: (me: Me) => void
  onTokenWrong: () => void
}

/** The first account and the first workspace. */
export function SetupForm({ token, onDone, onTokenWrong }: SetupFormProps) {
  const { t } = useTranslation()
  const setUp = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.setup.setUp, {
        body: {
          token,
          name: textOf(form, 'name'),
          email: textOf(form, 'email'),
          password: textOf(form, 'password'),
          workspaceName: textOf(form, 'workspaceName'),
          language: currentLanguage(),
          withSample: form.has('withSample'),
        },
      }),
    onSuccess: onDone,
    onError: (error) => {
      if (isCode(error, 'setup/token-wrong')) onTokenWrong()
    },
  })
  const problems = fieldProblems(setUp.error)
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setUp.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField label={t('setup.name')} name="name" autoComplete="name" required maxLength={120} problem={problems.name} />
      <TextField
        label={t('setup.email')}
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        problem={problems.email}
      />
      <PasswordField label={t('setup.password')} name="password" isNew problem={problems.password} />
      <TextField
        label={t('setup.workspaceName')}
        name="workspaceName"
        autoComplete="organization"
        required
        maxLength={80}
        hint={t('setup.workspaceHint')}
        problem={problems.workspaceName}
      />
      <CheckboxField label={t('setup.withSample')} name="withSample" defaultChecked hint={t('setup.withSampleHint')} />
      <FormError error={setUp.error} />
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={setUp.isPending}>
        {t('setup.submit')}
      </Button>
    </form>
  )
}
