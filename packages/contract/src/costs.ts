import { z } from 'zod'
import { route } from './route.ts'

const count = z.number().int()

export const ModelUsage = z
  .object({
    provider: z.string(),
    model: z.string(),
    kind: z.enum(['chat', 'embedding']),
    calls: count,
    failed: count,
    cancelled: count,
    inputTokens: count,
    cachedInputTokens: count.describe('of the input: read from a cache of the provider'),
    cacheWriteTokens: count.describe('of the input: written to a cache of the provider'),
    outputTokens: count,
    reasoningTokens: count.describe('of the output: thought and not said'),
    estimatedCalls: count.describe('calls whose tokens the provider did not tell'),
    costNanos: count.nullable().describe('in billionths of a dollar; null: no price is known for any of the calls'),
  })
  .meta({ id: 'ModelUsage' })
export type ModelUsage = z.infer<typeof ModelUsage>

export const costs = {
  getModelUsage: route({
    method: 'GET',
    path: '/api/costs/usage',
    summary: 'What calls to models used, by model, the most used first',
    tag: 'Costs',
    may: 'costs.read',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    reply: z.object({ since: z.iso.datetime(), models: z.array(ModelUsage) }),
  }),
}
