import type { Answer, ConversationView, MessageView, StartedRun } from '@brain-ai/contract'
import type { QueryClient } from '@tanstack/react-query'
import { tellOtherTabs } from '../../other-tabs.ts'
import { conversationQuery, conversationsKey, recentConversationsQuery } from '../../queries.ts'

/** Takes over that a question was asked and its answer begun: the page shows both at once and follows the answer. */
export function keepStartedRun(queryClient: QueryClient, { run, question, conversation }: StartedRun): void {
  queryClient.setQueryData(conversationQuery(conversation.id).queryKey, (known) => ({
    conversation,
    messages: [
      ...(known?.messages ?? []).filter(({ id }) => id !== question.id && id !== run),
      ...(known?.messages.some(({ id }) => id === question.id)
        ? known.messages.filter(({ id }) => id === question.id)
        : [question]),
      answerToCome(run, question),
    ].toSorted(byAge),
  }))
  keepConversation(queryClient, conversation)
  tellOtherTabs(conversation.id)
}

// Ids are made in the order of time.
const byAge = (a: MessageView, b: MessageView): number => (a.id < b.id ? -1 : 1)

function answerToCome(id: string, { id: parentId, text: question, createdAt }: MessageView): MessageView {
  const answer: Answer = {
    id,
    question,
    answer: '',
    citations: [],
    isAnswered: true,
    passages: [],
    language: '',
    agent: { id: '', name: '' },
    usage: { inputTokens: 0, outputTokens: 0, costNanos: null },
    timings: { retrievalMs: 0, composeMs: 0, totalMs: 0 },
    state: 'running',
  }
  return { id, parentId, role: 'assistant', text: '', answer, createdAt }
}

/** Takes over the end of an answer. */
export function keepAnswer(queryClient: QueryClient, conversationId: string, answer: Answer): void {
  queryClient.setQueryData(
    conversationQuery(conversationId).queryKey,
    (known) =>
      known && {
        conversation: { ...known.conversation, isRunning: false },
        messages: known.messages.map((message) =>
          message.id === answer.id ? { ...message, text: answer.answer, answer } : message,
        ),
      },
  )
  void queryClient.invalidateQueries({ queryKey: conversationsKey(), refetchType: 'active' })
  tellOtherTabs(conversationId)
}

/** Takes over what a conversation is now, where it is shown: on its page and in the rail. */
export function keepConversation(queryClient: QueryClient, conversation: ConversationView): void {
  queryClient.setQueryData(conversationQuery(conversation.id).queryKey, (known) => known && { ...known, conversation })
  queryClient.setQueryData(recentConversationsQuery().queryKey, (known) => {
    if (!known) return known
    const others = known.conversations.filter(({ id }) => id !== conversation.id)
    const isListed = conversation.isMine && !conversation.isArchived
    const conversations = (isListed ? [...others, conversation] : others).toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    return { ...known, conversations }
  })
  void queryClient.invalidateQueries({ queryKey: [...conversationsKey(), 'list'] })
}
