import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { z } from 'zod'
import type { ProviderSpec } from '../provider-spec.ts'
import { baseUrlOf, type Fetch, type ListedModel, type ProviderAdapter } from './provider-adapter.ts'

const defaultBaseUrl = 'https://generativelanguage.googleapis.com/v1beta'

const provider = (spec: ProviderSpec, fetch: Fetch) =>
  createGoogleGenerativeAI({ baseURL: baseUrlOf(spec, defaultBaseUrl), apiKey: spec.apiKey ?? '', fetch })

const Models = z.object({
  models: z.array(
    z.looseObject({
      name: z.string(),
      displayName: z.string().nullish(),
      inputTokenLimit: z.number().nullish(),
      supportedGenerationMethods: z.array(z.string()).nullish(),
    }),
  ),
})

export const google: ProviderAdapter = {
  defaultBaseUrl,
  chat: (spec, model, fetch) => provider(spec, fetch).chat(model),
  embedding: (spec, model, fetch) => provider(spec, fetch).embeddingModel(model),
  embeddingsPerCall: 100,
  list: {
    request: (spec) => ({
      url: `${baseUrlOf(spec, defaultBaseUrl)}/models?pageSize=1000`,
      headers: { 'x-goog-api-key': spec.apiKey ?? '' },
    }),
    read: (reply) =>
      Models.parse(reply).models.map(({ name, displayName, inputTokenLimit, supportedGenerationMethods }) => {
        const id = name.replace(/^models\//, '')
        return {
          id,
          name: displayName ?? id,
          use: useOf(supportedGenerationMethods ?? []),
          contextTokens: inputTokenLimit ?? undefined,
        }
      }),
  },
}

function useOf(methods: readonly string[]): ListedModel['use'] {
  if (methods.includes('embedContent') || methods.includes('batchEmbedContents')) return 'embedding'
  return methods.includes('generateContent') ? 'chat' : 'other'
}
