import { createOpenAI } from '@ai-sdk/openai'
import type { ProviderSpec } from '../provider-spec.ts'
import { readOpenAiModels } from './openai-compatible.ts'
import { baseUrlOf, type Fetch, type ProviderAdapter } from './provider-adapter.ts'

const defaultBaseUrl = 'https://api.openai.com/v1'

const provider = (spec: ProviderSpec, fetch: Fetch) =>
  // An empty key rather than none: without one the library would look into the environment.
  createOpenAI({ name: spec.name, baseURL: baseUrlOf(spec, defaultBaseUrl), apiKey: spec.apiKey ?? '', fetch })

export const openai: ProviderAdapter = {
  defaultBaseUrl,
  chat: (spec, model, fetch) => provider(spec, fetch).chat(model),
  embedding: (spec, model, fetch) => provider(spec, fetch).embeddingModel(model),
  embeddingsPerCall: 128,
  list: {
    request: (spec) => ({
      url: `${baseUrlOf(spec, defaultBaseUrl)}/models`,
      headers: { authorization: `Bearer ${spec.apiKey ?? ''}` },
    }),
    read: readOpenAiModels,
  },
}
