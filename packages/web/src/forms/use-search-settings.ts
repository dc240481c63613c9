import type { SearchSettingsView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { searchSettingsKey } from '../queries.ts'
import { showToast } from '../ui/show-toast.ts'

function useTakeOver() {
  const queryClient = useQueryClient()
  return (settings: SearchSettingsView) => {
    queryClient.setQueryData(searchSettingsKey(), settings)
    void queryClient.invalidateQueries({ queryKey: searchSettingsKey() })
  }
}

/** Changes how the workspace searches. */
export function useUpdateSearch() {
  const { t } = useTranslation()
  const takeOver = useTakeOver()
  return useMutation({
    mutationFn: (body: { hybridWeight: number; isBroad: boolean }) => api.call(routes.retrieval.updateSettings, { body }),
    onSuccess: (settings) => {
      takeOver(settings)
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
    },
  })
}

/** Makes vectors anew, stops what is being made, or goes on with it. */
export function useSearchAction() {
  const takeOver = useTakeOver()
  return useMutation({
    mutationFn: (action: 'rebuildVectors' | 'cancelVectors' | 'retryVectors') => api.call(routes.retrieval[action], {}),
    onSuccess: takeOver,
  })
}
