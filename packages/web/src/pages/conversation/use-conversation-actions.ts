import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, routes } from '../../api.ts'
import { useReportError } from '../../use-report-error.ts'
import type { Question } from '../ask/ask-box.tsx'
import { keepAnswer, keepStartedRun } from '../ask/keep-run.ts'

interface Sent {
  question: Question
  /** The answer that it follows; null: none. */
  parent: string | null
}

export type ConversationActions = ReturnType<typeof useConversationActions>

/** What one can do in a conversation. Answers are not waited for: their runs go on, whoever looks. */
export function useConversationActions(id: string) {
  const queryClient = useQueryClient()
  const report = useReportError()
  const params = { id }
  return {
    send: useMutation({
      mutationFn: ({ question: { text, collections, agent }, parent }: Sent) =>
        api.call(routes.conversations.sendMessage, {
          params,
          body: { question: text, parent, ...(agent && { agent }), ...(collections.length > 0 && { collections }) },
        }),
      onSuccess: (started) => keepStartedRun(queryClient, started),
    }),
    retry: useMutation({
      mutationFn: ({ messageId, agent }: { messageId: string; agent?: string | undefined }) =>
        api.call(routes.conversations.retryMessage, { params: { id, messageId }, body: agent ? { agent } : {} }),
      onSuccess: (started) => keepStartedRun(queryClient, started),
      onError: report,
    }),
    stop: useMutation({
      mutationFn: (run: string) => api.call(routes.answers.cancelRun, { params: { id: run } }),
      onSuccess: (answer) => keepAnswer(queryClient, id, answer),
      onError: report,
    }),
  }
}
