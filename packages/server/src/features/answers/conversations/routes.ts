import { contract } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import type { Answering } from '../answering.ts'
import { followRun } from '../runs/follow-run.ts'
import { createConversation, deleteConversation, updateConversation } from './change-conversation.ts'
import { getConversation, listConversations } from './get-conversation.ts'
import { type Begun, retryMessage, sendMessage } from './send-message.ts'

const { conversations } = contract

export function conversationRoutes(answering: Answering): ServedRoute[] {
  const { registry } = answering
  const follow = async function* (ctx: WorkspaceContext, begun: Promise<Begun>) {
    yield* followRun(ctx, registry, (await begun).run, 0)
  }
  return [
    serve(conversations.listConversations, (ctx, { query }) => listConversations(ctx, query)),
    serve(conversations.createConversation, (ctx, { body }) => createConversation(ctx, body)),
    serve(conversations.getConversation, (ctx, { params }) => getConversation(ctx, params.id)),
    serve(conversations.updateConversation, (ctx, { params, body }) => updateConversation(ctx, params.id, body)),
    serve(conversations.deleteConversation, (ctx, { params }) => deleteConversation(ctx, registry, params.id)),
    serve(
      conversations.sendMessage,
      (ctx, { params, body }) => sendMessage(ctx, answering, params.id, body),
      (ctx, { params, body, idempotencyKey }) => follow(ctx, sendMessage(ctx, answering, params.id, body, idempotencyKey)),
    ),
    serve(
      conversations.retryMessage,
      (ctx, { params, body }) => retryMessage(ctx, answering, params, body),
      (ctx, { params, body, idempotencyKey }) => follow(ctx, retryMessage(ctx, answering, params, body, idempotencyKey)),
    ),
  ]
}
