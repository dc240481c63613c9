import type { QueryClient } from '@tanstack/react-query'
import { api, routes } from '../../api.ts'
import type { Question } from './ask-box.tsx'
import { keepStartedRun } from './keep-run.ts'

/** Begins a conversation with its first question. Gives its id; the page behind it has everything to show at once. */
export async function startConversation(queryClient: QueryClient, { text, collections, agent }: Question): Promise<string> {
  const conversation = await api.call(routes.conversations.createConversation, { body: agent ? { agent } : {} })
  const params = { id: conversation.id }
  try {
    const body = { question: text, ...(collections.length > 0 && { collections }) }
    keepStartedRun(queryClient, await api.call(routes.conversations.sendMessage, { params, body }))
  } catch (error) {
    // An empty conversation would only stand in the way.
    await api.call(routes.conversations.deleteConversation, { params }).catch(() => undefined)
    throw error
  }
  return conversation.id
}
