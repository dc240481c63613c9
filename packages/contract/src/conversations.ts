import { z } from 'zod'
import { AgentReference, Answer, answerEvents, QuestionText } from './answers.ts'
import { route } from './route.ts'

export const ConversationView = z
  .object({
    id: z.uuid(),
    title: z.string().describe('the first question unless it was given another; empty before there is one'),
    agent: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('who answers unless told; null: the general agent'),
    owner: z.object({ id: z.string(), name: z.string() }),
    isMine: z.boolean(),
    isShared: z.boolean().describe('every member of the workspace may read it'),
    isArchived: z.boolean(),
    messages: z.number().int(),
    isRunning: z.boolean().describe('an answer is being made'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Conversation' })
export type ConversationView = z.infer<typeof ConversationView>

/** A question or an answer. Messages with the same parent are versions of each other: edited questions, repeated answers. */
export const MessageView = z
  .object({
    id: z.uuid(),
    parentId: z.uuid().nullable().describe('null: the beginning of the conversation'),
    role: z.enum(['user', 'assistant']),
    text: z.string().describe('the question, or the text of the answer'),
    answer: Answer.nullable().describe('of the role assistant'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' })
export type MessageView = z.infer<typeof MessageView>

export const StartedRun = z
  .object({
    run: z.uuid().describe('follow it at /api/runs/{id}/events; also the id of the answer among the messages'),
    question: MessageView,
    conversation: ConversationView,
  })
  .meta({ id: 'StartedRun' })
export type StartedRun = z.infer<typeof StartedRun>

const tag = 'Conversations'
const params = z.object({ id: z.uuid() })

export const conversations = {
  listConversations: route({
    method: 'GET',
    path: '/api/conversations',
    summary: 'Conversations, the one with the newest message first',
    tag,
    may: 'conversations.read',
    query: z.object({
      q: z
        .string()
        .trim()
        .max(200)
        .optional()
        .describe('words of the title or of a message, of one’s own conversations also of answers'),
      of: z.enum(['mine', 'shared']).default('mine').describe('shared: what other members share'),
      archived: z.stringbool().default(false),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    reply: z.object({ conversations: z.array(ConversationView), nextCursor: z.string().nullable() }),
  }),
  createConversation: route({
    method: 'POST',
    path: '/api/conversations',
    summary: 'Begin a conversation',
    tag,
    may: 'conversations.write',
    body: z.object({ title: z.string().trim().min(1).max(200).optional(), agent: AgentReference.optional() }),
    status: 201,
    reply: ConversationView,
  }),
  getConversation: route({
    method: 'GET',
    path: '/api/conversations/{id}',
    summary: 'A conversation with all its messages, also those of other branches, oldest first',
    tag,
    may: 'conversations.read',
    params,
    reply: z.object({ conversation: ConversationView, messages: z.array(MessageView) }),
  }),
  updateConversation: route({
    method: 'PATCH',
    path: '/api/conversations/{id}',
    summary: 'Rename, archive or share a conversation, or choose who answers in it',
    tag,
    may: 'conversations.write',
    params,
    body: z.object({
      title: z.string().trim().min(1).max(200).optional(),
      isArchived: z.boolean().optional(),
      isShared: z.boolean().optional(),
      agent: AgentReference.nullable().optional(),
    }),
    reply: ConversationView,
  }),
  deleteConversation: route({
    method: 'DELETE',
    path: '/api/conversations/{id}',
    summary: 'Delete a conversation with all its messages; a run in it is stopped',
    tag,
    may: 'conversations.write',
    params,
    status: 204,
  }),
  sendMessage: route({
    method: 'POST',
    path: '/api/conversations/{id}/messages',
    summary: 'Ask in a conversation. The run goes on when one leaves; with `Accept: text/event-stream` it is followed at once',
    tag,
    may: 'answers.ask',
    params,
    body: z.object({
      question: QuestionText,
      parent: z
        .uuid()
        .nullable()
        .optional()
        .describe(
          'the answer that it follows; null: none. To edit a question, give the parent it had. The newest answer unless told',
        ),
      agent: AgentReference.optional().describe('for this answer; the one of the conversation unless told'),
      collections: z.array(z.uuid()).max(50).optional().describe('only from these collections'),
    }),
    status: 202,
    reply: StartedRun,
    events: answerEvents,
    perMinute: 600,
  }),
  retryMessage: route({
    method: 'POST',
    path: '/api/conversations/{id}/messages/{messageId}/retry',
    summary: 'Answer a question once more, beside the answers it has; names the question or one of its answers',
    tag,
    may: 'answers.ask',
    params: params.extend({ messageId: z.uuid() }),
    body: z.object({ agent: AgentReference.optional(), collections: z.array(z.uuid()).max(50).optional() }),
    status: 202,
    reply: StartedRun,
    events: answerEvents,
    perMinute: 600,
  }),
}
