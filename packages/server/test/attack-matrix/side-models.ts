import { contract } from '@brain-ai/contract'
import type { TestWorkspace } from '../world.ts'
import type { Words } from './side.ts'

/** Providers of its own, with keys, and the model that it chose. */
export async function makeModels({ client }: TestWorkspace, { canary }: Words) {
  const make = async (kind: string) => {
    const name = `${kind}-${canary}`
    const apiKey = `sk-${crypto.randomUUID()}`
    const body = { name, kind: 'openai-compatible', baseUrl: `https://${canary}.invalid/v1`, apiKey } as const
    await client.call(contract.models.createProvider, { body })
    return { name, apiKey }
  }
  const [usual, spare] = [await make('models'), await make('spare')]
  const body = { chatModels: [`${usual.name}/large`], embeddingModel: null }
  await client.call(contract.models.chooseModels, { body })
  return { provider: usual.name, spareProvider: spare.name, secrets: [usual.apiKey, spare.apiKey] }
}
