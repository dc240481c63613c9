import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ConfirmPasswordForm } from '../../forms/confirm-password-form.tsx'
import { meQuery } from '../../session.ts'
import { showToast } from '../../ui/show-toast.ts'

/** Turns the second factor off, given the password. */
export function RemoveSecondFactorForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: (password: string) => api.call(routes.auth.removeSecondFactor, { body: { password } }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      onDone()
      showToast({ text: t('security.removed') })
    },
  })
  return (
    <ConfirmPasswordForm
      submitLabel={t('security.remove')}
      isDanger
      error={remove.error}
      isBusy={remove.isPending}
      onSubmit={(password) => remove.mutate(password)}
    />
  )
}
