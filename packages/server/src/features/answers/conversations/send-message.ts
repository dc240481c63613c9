import { BrainError, type StartedRun } from '@brain-ai/contract'
import { type Agent, chooseAgent } from '#agents'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type Answering, collectionsFor } from '../answering.ts'
import type { RunRequest } from '../runs/answer.ts'
import { findByIdempotencyKey } from '../runs/answer-store.ts'
import type { LiveRun } from '../runs/live-run.ts'
import { lockOwn } from './change-conversation.ts'
import { type Conversation, memberId, titleFromQuestion, viewConversation } from './conversation.ts'
import {
  findAnswerIn,
  findConversation,
  findNewestAnswerId,
  findQuestion,
  insertQuestion,
  type QuestionRow,
  updateConversationRow,
} from './conversation-store.ts'
import { viewQuestion } from './get-conversation.ts'

export interface NewMessage {
  readonly question: string
  readonly parent?: string | null | undefined
  readonly agent?: string | undefined
  readonly collections?: readonly string[] | undefined
}

/** What was begun; `live` is undefined where the same request had begun it before. */
export type Begun = StartedRun & { readonly live: LiveRun | undefined }

const messageNotFound = () => new BrainError('message/not-found', 'There is no such message in this conversation.')

/**
 * Asks in a conversation of one's own. The answer is made from here on, whoever listens.
 * @throws BrainError conversation/not-found · message/not-found · agent/not-found · limit/reached
 */
export async function sendMessage(
  ctx: WorkspaceContext,
  answering: Answering,
  conversationId: string,
  message: NewMessage,
  idempotencyKey?: string,
): Promise<Begun> {
  return begin(ctx, answering, conversationId, { ...message, idempotencyKey }, async (db, conversation) => {
    const parentId = message.parent === undefined ? ((await findNewestAnswerId(db, conversationId)) ?? null) : message.parent
    if (parentId !== null && !(await findAnswerIn(db, conversationId, parentId))) throw messageNotFound()
    const id = ctx.app.newId()
    await insertQuestion(db, {
      id,
      conversation_id: conversationId,
      parent_id: parentId,
      user_id: memberId(ctx),
      text: message.question,
    })
    if (conversation.title === '') await updateConversationRow(db, conversationId, { title: titleFromQuestion(message.question) })
    return (await findQuestion(db, conversationId, id))!
  })
}

/**
 * Answers a question of a conversation once more.
 * @param messageId the question, or one of its answers
 * @throws BrainError conversation/not-found · message/not-found · agent/not-found · limit/reached
 */
export async function retryMessage(
  ctx: WorkspaceContext,
  answering: Answering,
  { id: conversationId, messageId }: { id: string; messageId: string },
  message: Pick<NewMessage, 'agent' | 'collections'>,
  idempotencyKey?: string,
): Promise<Begun> {
  return begin(ctx, answering, conversationId, { ...message, idempotencyKey, isRetry: true }, async (db) => {
    const answer = await findAnswerIn(db, conversationId, messageId)
    const question = await findQuestion(db, conversationId, answer?.parentId ?? messageId)
    if (!question) throw messageNotFound()
    return question
  })
}

async function begin(
  ctx: WorkspaceContext,
  answering: Answering,
  conversationId: string,
  given: Pick<NewMessage, 'agent' | 'collections'> & { idempotencyKey: string | undefined; isRetry?: boolean },
  getQuestion: (db: WorkspaceDb, conversation: Conversation) => Promise<QuestionRow>,
): Promise<Begun> {
  const { registry, countQuestion, known } = answering
  const { idempotencyKey } = given
  const before = idempotencyKey === undefined ? undefined : await findBegun(ctx, conversationId, idempotencyKey)
  if (before) return before
  await ctx.transact((db) => lockOwn(ctx, db, conversationId))
  await countQuestion(ctx)
  const { request, token, ...begun } = await ctx.transact(async (db) => {
    const conversation = await lockOwn(ctx, db, conversationId)
    const agent = await chooseAgentFor(ctx, db, conversation, given.agent)
    const question = await getQuestion(db, conversation)
    await updateConversationRow(db, conversationId, { updated_at: ctx.app.now() })
    const request: RunRequest = {
      id: ctx.app.newId(),
      question: question.text,
      agent,
      collections: collectionsFor(agent, given.collections),
      conversationId,
      questionId: question.id,
      followsId: question.parentId,
      idempotencyKey,
      isRetry: given.isRetry ?? false,
      replay: undefined,
    }
    const token = await registry.reserve(db, memberId(ctx), request, agent.settings.model)
    if (token === undefined)
      throw new BrainError('idempotency/in-progress', 'The first request with this idempotency key is still being worked on.')
    const view = viewConversation(ctx, (await findConversation(db, conversationId))!)
    return { request, token, run: request.id, question: viewQuestion(question), conversation: view }
  })
  return { ...begun, live: registry.begin(ctx, request, known.answer, token) }
}

/** Who answers: the agent that is named, else that of the conversation while there is one, else the general one. */
async function chooseAgentFor(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  { agentId }: Conversation,
  named: string | undefined,
): Promise<Agent> {
  if (named !== undefined || agentId === null) return chooseAgent(ctx, db, named)
  return chooseAgent(ctx, db, agentId).catch((error: unknown) => {
    if (error instanceof BrainError && error.code === 'agent/not-found') return chooseAgent(ctx, db, undefined)
    throw error
  })
}

async function findBegun(ctx: WorkspaceContext, conversationId: string, key: string): Promise<Begun | undefined> {
  return ctx.transact(async (db) => {
    const row = await findByIdempotencyKey(db, memberId(ctx), key)
    if (!row) return undefined
    const question = row.parentId === null ? undefined : await findQuestion(db, conversationId, row.parentId)
    const conversation = await findConversation(db, conversationId)
    if (row.conversationId !== conversationId || !question || !conversation)
      throw new BrainError('idempotency/mismatch', 'This idempotency key was used with another request before.')
    return { run: row.id, question: viewQuestion(question), conversation: viewConversation(ctx, conversation), live: undefined }
  })
}
