import type { ConversationView, contract, Input } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { tellOtherTabs } from '../../other-tabs.ts'
import { showToast } from '../../ui/show-toast.ts'
import { useReportError } from '../../use-report-error.ts'
import { keepConversation } from '../ask/keep-run.ts'

type Change = Input<typeof contract.conversations.updateConversation.body>

/** Changes a conversation and shows it changed wherever it stands. */
export function useConversationChanges({ id, isArchived }: ConversationView) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const change = useMutation({
    mutationFn: (body: Change) => api.call(routes.conversations.updateConversation, { params: { id }, body }),
    onSuccess: (changed) => {
      keepConversation(queryClient, changed)
      tellOtherTabs(id)
    },
    onError: report,
  })
  const archive = (archived: boolean, canUndo = true) =>
    change.mutate(
      { isArchived: archived },
      {
        onSuccess: () =>
          showToast({
            text: t(archived ? 'conversations.archived' : 'conversations.unarchived'),
            action: canUndo ? { label: t('app.undo'), run: () => archive(!archived, false) } : undefined,
          }),
      },
    )
  return { change, toggleArchived: () => archive(!isArchived) }
}
