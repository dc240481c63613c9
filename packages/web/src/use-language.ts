import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from './api.ts'
import { textOfError } from './error-text.ts'
import { browserLanguage, chooseLanguage, type Language } from './languages/index.ts'
import { meQuery } from './session.ts'
import { showToast } from './ui/show-toast.ts'

/** Switches the language at once and keeps the choice with the account; null goes back to the browser's. */
export function useSetLanguage(): (language: Language | null) => void {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: async (language: Language | null) => {
      await chooseLanguage(language ?? browserLanguage())
      return api.call(routes.auth.updateMe, { body: { language } })
    },
    onSuccess: (me) => queryClient.setQueryData(meQuery.queryKey, me),
    onError: (error) => showToast({ text: textOfError(t, error).text, isBad: true }),
  })
  return save.mutate
}
