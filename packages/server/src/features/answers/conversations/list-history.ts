import type { WorkspaceContext } from '#platform/context'
import type { Turn } from '../runs/answer.ts'
import { listReadableDocuments } from '../runs/shown-store.ts'
import { findAnswerBefore } from './conversation-store.ts'

const most = 6

/** What was said before, on the branch that ends with this answer, oldest first. */
export async function listHistory(
  ctx: WorkspaceContext,
  conversationId: string | null,
  answerId: string | null,
): Promise<Turn[]> {
  if (conversationId === null || answerId === null) return []
  return ctx.transact(async (db) => {
    const turns: Turn[] = []
    let id: string | null = answerId
    while (id !== null && turns.length < most) {
      const found = await findAnswerBefore(db, conversationId, id)
      if (!found) break
      const readable = new Set(await listReadableDocuments(db, found.row.documentIds))
      const isReadable = found.row.documentIds.every((documentId) => readable.has(documentId))
      turns.unshift({ question: found.row.question, answer: isReadable ? found.row.text : '' })
      id = found.beforeId
    }
    return turns
  })
}
