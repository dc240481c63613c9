import { z } from 'zod'
import { route } from './route.ts'

/** `openai-compatible`: Ollama, vLLM, LM Studio, Azure and whatever else speaks that protocol; it needs a base URL. */
export const providerKinds = ['openai', 'openai-compatible', 'anthropic', 'google'] as const
export type ProviderKind = (typeof providerKinds)[number]

/** Those that have embedding models as well. */
export const embeddingKinds: readonly ProviderKind[] = ['openai', 'openai-compatible', 'google']

/** No vectors, whatever the installation has. */
export const noModel = 'none'
export const mostFallbacks = 5

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 40')
  .describe('the first part of the names of its models')
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => {
    const { username, password, search, hash } = new URL(text)
    return username === '' && password === '' && search === '' && hash === ''
  }, 'must be an address without a password, a query or a fragment')
const apiKey = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .regex(/^[\x21-\x7e]+$/, 'must be one word of plain characters')
const reference = z
  .string()
  .max(240)
  .regex(/^[a-z0-9][a-z0-9-]*\/\S+$/, 'must be written <provider>/<model>')

export const ProviderView = z
  .object({
    name,
    kind: z.enum([...providerKinds, 'onnx']).describe('`onnx`: runs inside the product, for embeddings only'),
    origin: z
      .enum(['installation', 'workspace'])
      .describe('who set it up; those of the installation are changed by its operator'),
    baseUrl: z.string().nullable().describe('null: the address of that provider, or one that only the operator knows'),
    hasKey: z.boolean(),
    keyEnding: z
      .string()
      .nullable()
      .describe('the last characters of the key, to tell it from others; the key itself is never told'),
    state: z
      .enum(['ready', 'key-lost'])
      .describe('`key-lost`: the stored key does not open any more and has to be entered again'),
    embeds: z.boolean().describe('whether this kind has embedding models'),
  })
  .meta({ id: 'ModelProvider' })
export type ProviderView = z.infer<typeof ProviderView>

export const ModelsView = z
  .object({
    providers: z.array(ProviderView),
    chatModels: z
      .array(z.string())
      .describe('what answers, as <provider>/<model>: the first one, each other when those before fail'),
    embeddingModel: z.string().nullable().describe('what makes vectors for the search; null: nothing'),
    own: z
      .object({
        chatModels: z.array(z.string()).nullable().describe('null: what the installation has; empty: the built-in answerer'),
        embeddingModel: z.string().nullable().describe('null: what the installation has; `none`: no vectors'),
      })
      .describe('what the workspace chose itself'),
    installation: z.object({ chatModels: z.array(z.string()), embeddingModel: z.string().nullable() }),
  })
  .meta({ id: 'Models' })
export type ModelsView = z.infer<typeof ModelsView>

export const ListedModel = z
  .object({
    id: z.string(),
    name: z.string(),
    use: z.enum(['chat', 'embedding', 'other']).describe('as the provider says, or as its name lets guess'),
    contextTokens: z.number().int().nullable().describe('null: the provider does not say'),
  })
  .meta({ id: 'ListedModel' })
export type ListedModel = z.infer<typeof ListedModel>

export const ModelTest = z
  .object({
    isWorking: z.boolean(),
    fault: z.string().nullable().describe('what kind of fault, in a word'),
    sentence: z.string().nullable().describe('what went wrong, for a person'),
    durationMs: z.number().int(),
    firstTokenMs: z.number().int().nullable(),
    dimensions: z.number().int().nullable().describe('of an embedding model: the length of its vectors'),
  })
  .meta({ id: 'ModelTest' })
export type ModelTest = z.infer<typeof ModelTest>

const tag = 'Models'
const params = z.object({ name: z.string().max(80) })

export const models = {
  getModels: route({
    method: 'GET',
    path: '/api/models',
    summary: 'Providers of models, and which models the workspace uses',
    tag,
    may: 'models.read',
    reply: ModelsView,
  }),
  chooseModels: route({
    method: 'PUT',
    path: '/api/models/choice',
    summary: 'Choose the models of the workspace',
    tag,
    may: 'models.manage',
    body: z.object({
      chatModels: z
        .array(reference)
        .max(mostFallbacks + 1)
        .nullable()
        .describe('null: what the installation has; empty: the built-in answerer'),
      embeddingModel: z
        .union([reference, z.literal(noModel)])
        .nullable()
        .describe('null: what the installation has; `none`: no vectors'),
    }),
    reply: ModelsView,
  }),
  createProvider: route({
    method: 'POST',
    path: '/api/models/providers',
    summary: 'Set up a provider for the workspace',
    tag,
    may: 'models.manage',
    body: z.object({
      name,
      kind: z.enum(providerKinds),
      baseUrl: baseUrl.nullable().default(null).describe('needed for `openai-compatible`; null: the address of that provider'),
      apiKey: apiKey.nullable().default(null),
    }),
    status: 201,
    reply: ProviderView,
  }),
  updateProvider: route({
    method: 'PATCH',
    path: '/api/models/providers/{name}',
    summary: 'Change a provider of the workspace; another address needs the key again',
    tag,
    may: 'models.manage',
    params,
    body: z.object({
      baseUrl: baseUrl.nullable().optional(),
      apiKey: apiKey.nullable().optional().describe('null takes the key away; left out it stays'),
    }),
    reply: ProviderView,
  }),
  deleteProvider: route({
    method: 'DELETE',
    path: '/api/models/providers/{name}',
    summary: 'Delete a provider of the workspace with its key; choices that name it lose it',
    tag,
    may: 'models.manage',
    params,
    status: 204,
  }),
  listModels: route({
    method: 'GET',
    path: '/api/models/providers/{name}/models',
    summary: 'The models that a provider says it has; remembered for five minutes',
    tag,
    may: 'models.read',
    params,
    query: z.object({ fresh: z.stringbool().default(false).describe('ask the provider again') }),
    reply: z.object({
      models: z.array(ListedModel),
      problem: z.object({ fault: z.string(), sentence: z.string() }).nullable().describe('why the provider told nothing'),
    }),
    perMinute: 60,
  }),
  testModel: route({
    method: 'POST',
    path: '/api/models/providers/{name}/test',
    summary: 'Make one small call to a model and tell how it went',
    tag,
    may: 'models.manage',
    params,
    body: z.object({
      model: z.string().trim().min(1).max(200).regex(/^\S+$/),
      use: z.enum(['chat', 'embedding']).default('chat'),
    }),
    reply: ModelTest,
    perMinute: 30,
  }),
}
