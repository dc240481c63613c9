import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { meQuery, useMe } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { fieldProblems, textOf } from './field-problems.ts'

/** The own name; the e-mail is shown, not changed. */
export function ProfileForm() {
  const { t } = useTranslation()
  const { user } = useMe()
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: (form: FormData) => api.call(routes.auth.updateMe, { body: { name: textOf(form, 'name') } }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('profile.name')}
        name="name"
        defaultValue={user.name}
        autoComplete="name"
        required
        maxLength={120}
        problem={fieldProblems(save.error).name}
      />
      <TextField label={t('profile.email')} value={user.email} readOnly className="text-muted!" />
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-start" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}
