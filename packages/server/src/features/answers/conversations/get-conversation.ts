import type { ConversationView, MessageView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { viewAnswers } from '../runs/view-answers.ts'
import { conversationNotFound, memberId, readPageKey, viewConversation, writePageKey } from './conversation.ts'
import { findConversation, listAnswersOf, listConversationRows, listQuestions, type QuestionRow } from './conversation-store.ts'

/** One page of the conversations that one may see. */
export async function listConversations(
  ctx: WorkspaceContext,
  query: { q?: string | undefined; of: 'mine' | 'shared'; archived: boolean; cursor?: string | undefined; limit: number },
): Promise<{ conversations: ConversationView[]; nextCursor: string | null }> {
  const { q, of, archived, cursor, limit } = query
  const after = cursor === undefined ? undefined : readPageKey(cursor)
  const filter = { of, userId: memberId(ctx), q, isArchived: archived }
  const rows = await ctx.transact((db) => listConversationRows(db, filter, { after, limit: limit + 1 }))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    conversations: shown.map((row) => viewConversation(ctx, row)),
    nextCursor: last && rows.length > limit ? writePageKey({ key: last.sortKey, id: last.id }) : null,
  }
}

/** A conversation with everything in it. @throws BrainError conversation/not-found */
export async function getConversation(
  ctx: WorkspaceContext,
  id: string,
): Promise<{ conversation: ConversationView; messages: MessageView[] }> {
  return ctx.transact(async (db) => {
    const row = await findConversation(db, id)
    if (!row) throw conversationNotFound()
    const rows = await listAnswersOf(db, id)
    const answers = await viewAnswers(db, rows)
    const messages: MessageView[] = [
      ...(await listQuestions(db, id)).map(viewQuestion),
      ...answers.map((answer, i) => ({
        id: answer.id,
        parentId: rows[i]!.parentId,
        role: 'assistant' as const,
        text: answer.answer,
        answer,
        createdAt: rows[i]!.createdAt.toISOString(),
      })),
    ]
    return { conversation: viewConversation(ctx, row), messages: messages.sort((a, b) => (a.id < b.id ? -1 : 1)) }
  })
}

export const viewQuestion = ({ id, parentId, text, createdAt }: QuestionRow): MessageView => ({
  id,
  parentId,
  role: 'user',
  text,
  answer: null,
  createdAt: createdAt.toISOString(),
})
