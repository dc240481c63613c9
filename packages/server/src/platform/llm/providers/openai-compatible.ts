import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { z } from 'zod'
import type { ProviderSpec } from '../provider-spec.ts'
import { baseUrlOf, type Fetch, type ListedModel, type ProviderAdapter } from './provider-adapter.ts'

const defaultBaseUrl = 'http://localhost:11434/v1'

// Azure takes its keys under a name of its own.
const headersOf = ({ apiKey, baseUrl = '' }: ProviderSpec): Record<string, string> =>
  apiKey && /^https:\/\/[^/]+\.azure\.com(:\d+)?\//.test(baseUrl) ? { 'api-key': apiKey } : {}

const provider = (spec: ProviderSpec, fetch: Fetch) =>
  createOpenAICompatible({
    name: 'provider',
    baseURL: baseUrlOf(spec, defaultBaseUrl),
    ...(spec.apiKey ? { apiKey: spec.apiKey } : {}),
    headers: headersOf(spec),
    includeUsage: true,
    fetch,
  })

/** Ollama, vLLM, LM Studio, Azure and whatever else speaks the protocol of OpenAI. */
export const openaiCompatible: ProviderAdapter = {
  defaultBaseUrl,
  chat: (spec, model, fetch) => provider(spec, fetch).chatModel(model),
  embedding: (spec, model, fetch) => provider(spec, fetch).embeddingModel(model),
  embeddingsPerCall: 64,
  list: {
    request: (spec) => ({
      url: `${baseUrlOf(spec, defaultBaseUrl)}/models`,
      headers: { ...headersOf(spec), ...(spec.apiKey ? { authorization: `Bearer ${spec.apiKey}` } : {}) },
    }),
    read: readOpenAiModels,
  },
}

const Models = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      // As vLLM and OpenRouter name it; others do not say.
      max_model_len: z.number().nullish(),
      context_length: z.number().nullish(),
    }),
  ),
})

export function readOpenAiModels(reply: unknown): ListedModel[] {
  return Models.parse(reply).data.map(({ id, max_model_len, context_length }) => ({
    id,
    name: id,
    use: useByName(id),
    contextTokens: max_model_len ?? context_length ?? undefined,
  }))
}

const embeds = /embed|(^|[/_-])(bge|e5|gte|minilm|mpnet|nomic)([_-]|$)/i
const others = /whisper|tts|dall-e|image|audio|realtime|moderation|transcribe|sora|rerank|davinci-002|babbage-002/i

// The list says nothing of what a model is for.
function useByName(id: string): ListedModel['use'] {
  if (embeds.test(id)) return 'embedding'
  return others.test(id) ? 'other' : 'chat'
}
