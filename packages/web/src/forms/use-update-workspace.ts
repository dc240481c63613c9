import type { contract, Input } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { ofWorkspace, workspaceQuery } from '../queries.ts'
import { keepWorkspace } from '../session.ts'
import { showToast } from '../ui/show-toast.ts'

/** Changes settings of the workspace on the screen; everything on it follows, also where its address is another one then. */
export function useUpdateWorkspace() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Input<typeof contract.workspaces.updateWorkspace.body>) =>
      api.call(routes.workspaces.updateWorkspace, { params: ofWorkspace(), body }),
    onSuccess: (settings) => {
      keepWorkspace(queryClient, settings)
      queryClient.setQueryData(workspaceQuery().queryKey, settings)
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
    },
  })
}
