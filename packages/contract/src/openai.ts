import { z } from 'zod'
import { Citation } from './answers.ts'
import { route } from './route.ts'

// The shapes of OpenAI, so that its clients work as they are; here, and nowhere else in the API, names are written with underscores.

export const OpenAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().describe("OpenAI's code where it has one for the same thing, else ours"),
      brain_code: z.string().describe('our code, as in problem+json'),
    }),
  })
  .meta({ id: 'OpenAiError' })
export type OpenAiError = z.infer<typeof OpenAiError>

const TextPart = z.looseObject({ type: z.literal('text'), text: z.string() })
const Content = z.union([z.string(), z.array(TextPart).min(1)], { error: 'must be text: agents read no images, sounds or files' })

export const ChatMessage = z
  .looseObject({
    role: z.enum(['system', 'developer', 'user', 'assistant'], {
      error: 'must be system, developer, user or assistant: agents use tools of their own',
    }),
    content: Content.nullish(),
  })
  .meta({ id: 'OpenAiMessage' })
export type ChatMessage = z.infer<typeof ChatMessage>

const never = (why: string) => z.array(z.unknown()).max(0, why).nullish()

/**
 * What would give a wrong result if it were left out of account is refused; everything else that is not here is, as temperature and
 * max_tokens: the agent decides it.
 */
export const ChatRequest = z
  .looseObject({
    model: z.string().trim().min(1).max(100).describe('id or name of an agent'),
    messages: z
      .array(ChatMessage)
      .min(1)
      .max(1000)
      .describe(
        'the last one asks, those before are the conversation; agents have instructions of their own, so system is not read',
      ),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    collections: z.array(z.uuid()).max(50).optional().describe('not of OpenAI: only from these collections'),
    n: z.literal(1, { error: 'must be 1: an agent gives one answer' }).nullish(),
    stop: z
      .union([z.literal(''), z.array(z.string()).max(0)], { error: 'is not supported' })
      .nullish()
      .describe('not supported'),
    tools: never('agents use tools of their own').describe('not supported'),
    functions: never('agents use tools of their own').describe('not supported'),
    response_format: z
      .looseObject({ type: z.literal('text', { error: 'must be text: answers are text with citations' }) })
      .nullish(),
    logprobs: z.literal(false, { error: 'is not supported' }).nullish(),
    modalities: z.array(z.literal('text', { error: 'must be text' })).nullish(),
  })
  .meta({ id: 'OpenAiChatRequest' })
export type ChatRequest = z.infer<typeof ChatRequest>

const ChatUsage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  total_tokens: z.number().int(),
})

const finishReason = z.enum(['stop', 'length']).describe('an answer that breaks off ends with an error instead')
const ours = {
  citations: z.array(Citation).describe('not of OpenAI: what the markers [1], [2] in the text stand for'),
  is_answered: z.boolean().describe('not of OpenAI: false where the documents do not say'),
}

export const ChatCompletion = z
  .object({
    id: z.string().describe('chatcmpl- and the id of the run'),
    object: z.literal('chat.completion'),
    created: z.number().int(),
    model: z.string().describe('name of the agent'),
    choices: z.array(
      z.object({
        index: z.number().int(),
        message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
        logprobs: z.null(),
        finish_reason: finishReason,
      }),
    ),
    usage: ChatUsage,
    ...ours,
  })
  .meta({ id: 'OpenAiChatCompletion' })
export type ChatCompletion = z.infer<typeof ChatCompletion>

export const ChatChunk = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion.chunk'),
    created: z.number().int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.number().int(),
        delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
        logprobs: z.null(),
        finish_reason: finishReason.nullable(),
      }),
    ),
    usage: ChatUsage.nullable().optional(),
    citations: ours.citations.optional(),
    is_answered: ours.is_answered.optional(),
  })
  .meta({ id: 'OpenAiChatChunk' })
export type ChatChunk = z.infer<typeof ChatChunk>

export const EmbeddingsRequest = z
  .looseObject({
    model: z.string().trim().min(1).max(200).describe('the embedding model of the workspace, with or without its provider'),
    input: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(256)], {
        error: 'must be a text or up to 256 texts, none of them empty; tokens are not taken',
      })
      .describe('a text, or up to 256'),
    encoding_format: z.enum(['float', 'base64']).nullish(),
    dimensions: z.null({ error: 'is not supported: vectors have the length of the model' }).optional(),
  })
  .meta({ id: 'OpenAiEmbeddingsRequest' })
export type EmbeddingsRequest = z.infer<typeof EmbeddingsRequest>

const AgentAsModel = z
  .object({
    id: z.string().describe('name of the agent'),
    object: z.literal('model'),
    created: z.number().int(),
    owned_by: z.literal('brain-ai'),
    agent_id: z.uuid().describe('not of OpenAI: stays when the agent is renamed'),
    description: z.string().describe('not of OpenAI'),
  })
  .meta({ id: 'OpenAiModel' })
export type AgentAsModel = z.infer<typeof AgentAsModel>

const tag = 'OpenAI-compatible'

export const openai = {
  createChatCompletion: route({
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'Ask an agent as one asks a model of OpenAI; with `stream`, in chunks',
    tag,
    may: 'answers.ask',
    speaks: 'openai',
    body: ChatRequest,
    reply: ChatCompletion,
    events: { chunk: ChatChunk },
    perMinute: 600,
  }),
  createEmbeddings: route({
    method: 'POST',
    path: '/v1/embeddings',
    summary: 'Vectors of texts, by the embedding model of the workspace',
    tag,
    may: 'models.embed',
    speaks: 'openai',
    body: EmbeddingsRequest,
    reply: z.object({
      object: z.literal('list'),
      data: z.array(
        z.object({
          object: z.literal('embedding'),
          index: z.number().int(),
          embedding: z
            .union([z.array(z.number()), z.string()])
            .describe('numbers; as base64, 32-bit floats in little-endian order'),
        }),
      ),
      model: z.string(),
      usage: z.object({ prompt_tokens: z.number().int(), total_tokens: z.number().int() }),
    }),
    perMinute: 600,
  }),
  listModels: route({
    method: 'GET',
    path: '/v1/models',
    summary: 'The agents of the workspace, as models',
    tag,
    may: 'agents.read',
    speaks: 'openai',
    reply: z.object({ object: z.literal('list'), data: z.array(AgentAsModel) }),
  }),
  getModel: route({
    method: 'GET',
    path: '/v1/models/{model}',
    summary: 'One agent, by its id or name, as a model',
    tag,
    may: 'agents.read',
    speaks: 'openai',
    params: z.object({ model: z.string().max(100) }),
    reply: AgentAsModel,
  }),
}
