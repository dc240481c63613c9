import type { ConversationView } from '@brain-ai/contract'
import { chooseAgent } from '#agents'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { notifyRun } from '../runs/lease-store.ts'
import { RunAborted } from '../runs/live-run.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import { type Conversation, conversationNotFound, memberId, viewConversation } from './conversation.ts'
import {
  deleteConversationRow,
  findConversation,
  insertConversation,
  listAnswersOf,
  lockOwnConversation,
  updateConversationRow,
} from './conversation-store.ts'

/** @throws BrainError agent/not-found */
export async function createConversation(
  ctx: WorkspaceContext,
  { title, agent }: { title?: string | undefined; agent?: string | undefined },
): Promise<ConversationView> {
  const id = ctx.app.newId()
  return ctx.transact(async (db) => {
    const agent_id = agent === undefined ? null : (await chooseAgent(ctx, db, agent)).id
    const is_title_given = title !== undefined
    await insertConversation(db, { id, user_id: memberId(ctx), title: title ?? '', is_title_given, agent_id })
    return viewConversation(ctx, (await findConversation(db, id))!)
  })
}

/** @throws BrainError conversation/not-found, also for one that is only shared · agent/not-found */
export async function updateConversation(
  ctx: WorkspaceContext,
  id: string,
  change: {
    title?: string | undefined
    isArchived?: boolean | undefined
    isShared?: boolean | undefined
    agent?: string | null | undefined
  },
): Promise<ConversationView> {
  const { title, isArchived, isShared, agent } = change
  return ctx.transact(async (db) => {
    const before = await lockOwn(ctx, db, id)
    await updateConversationRow(db, id, {
      ...(title !== undefined && { title, is_title_given: true }),
      ...(isShared !== undefined && { is_shared: isShared }),
      ...(isArchived !== undefined && { archived_at: isArchived ? (before.archivedAt ?? ctx.app.now()) : null }),
      ...(agent !== undefined && { agent_id: agent === null ? null : (await chooseAgent(ctx, db, agent)).id }),
    })
    return viewConversation(ctx, (await findConversation(db, id))!)
  })
}

/** Nothing of it is left at the commit; what is being answered in it is stopped. @throws BrainError conversation/not-found */
export async function deleteConversation(ctx: WorkspaceContext, registry: RunRegistry, id: string): Promise<void> {
  const running = await ctx.transact(async (db) => {
    await lockOwn(ctx, db, id)
    const runs = (await listAnswersOf(db, id)).filter(({ state }) => state === 'running')
    for (const run of runs) await notifyRun(db, 'cancel', run.id)
    await deleteConversationRow(db, id)
    return runs
  })
  for (const run of running) registry.find(run.id)?.abort(new RunAborted('cancelled'))
}

/** @throws BrainError conversation/not-found */
export async function lockOwn(ctx: WorkspaceContext, db: WorkspaceDb, id: string): Promise<Conversation> {
  const conversation = await lockOwnConversation(db, memberId(ctx), id)
  if (!conversation) throw conversationNotFound()
  return conversation
}
