import { createAnthropic } from '@ai-sdk/anthropic'
import { z } from 'zod'
import { baseUrlOf, type ProviderAdapter } from './provider-adapter.ts'

const defaultBaseUrl = 'https://api.anthropic.com/v1'
const version = '2023-06-01'

const Models = z.object({
  data: z.array(z.looseObject({ id: z.string(), display_name: z.string().nullish(), max_input_tokens: z.number().nullish() })),
})

export const anthropic: ProviderAdapter = {
  defaultBaseUrl,
  chat: (spec, model, fetch) =>
    createAnthropic({ baseURL: baseUrlOf(spec, defaultBaseUrl), apiKey: spec.apiKey ?? '', fetch }).chat(model),
  embedding: undefined,
  embeddingsPerCall: 0,
  list: {
    request: (spec) => ({
      url: `${baseUrlOf(spec, defaultBaseUrl)}/models?limit=1000`,
      headers: { 'x-api-key': spec.apiKey ?? '', 'anthropic-version': version },
    }),
    read: (reply) =>
      Models.parse(reply).data.map(({ id, display_name, max_input_tokens }) => ({
        id,
        name: display_name ?? id,
        use: 'chat',
        contextTokens: max_input_tokens ?? undefined,
      })),
  },
}
