import type { ModelsView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { modelsKey } from '../queries.ts'
import { showToast } from '../ui/show-toast.ts'

/** Saves a part of what the workspace chose; the other part stays. */
export function useChooseModels({ own }: ModelsView) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<ModelsView['own']>) => api.call(routes.models.chooseModels, { body: { ...own, ...change } }),
    onSuccess: (models) => {
      queryClient.setQueryData(modelsKey(), models)
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
    },
  })
}
