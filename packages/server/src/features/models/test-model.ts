import { BrainError, type ModelTest } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findChatModel, findEmbeddingModel } from './find-models.ts'
import { getProvider } from './list-models.ts'
import { problemOf } from './model-problem.ts'

const about = { purpose: 'test' }

/**
 * Makes one small call to a model and tells how it went; a fault of the model is a finding here, not an error.
 * @throws BrainError provider/not-found · limit/reached
 */
export async function testModel(
  ctx: WorkspaceContext,
  name: string,
  { model, use }: { model: string; use: 'chat' | 'embedding' },
): Promise<ModelTest> {
  const start = performance.now()
  const elapsed = () => Math.round(performance.now() - start)
  let firstTokenMs: number | null = null
  try {
    const reference = `${name}/${model}`
    if (reference !== ctx.app.llm.localModelId) await getProvider(ctx, name)
    const good = { isWorking: true, fault: null, sentence: null } as const
    if (use === 'embedding') {
      const dimensions = await embedOnce(ctx, reference)
      return { ...good, durationMs: elapsed(), firstTokenMs, dimensions }
    }
    for await (const event of await sayHello(ctx, reference)) if (event.name !== 'end') firstTokenMs ??= elapsed()
    return { ...good, durationMs: elapsed(), firstTokenMs, dimensions: null }
  } catch (error) {
    return { isWorking: false, ...problemOf(error), durationMs: elapsed(), firstTokenMs, dimensions: null }
  }
}

async function embedOnce(ctx: WorkspaceContext, reference: string): Promise<number> {
  const model = await findEmbeddingModel(ctx, reference, about)
  if (!model)
    throw new BrainError('model/refused', 'Providers of this kind have no embedding models.', { fault: 'no-embeddings' })
  const { vectors } = await model.embed(['A test.'], { signal: ctx.signal, purpose: 'question' })
  return vectors[0]!.length
}

async function sayHello(ctx: WorkspaceContext, reference: string) {
  const model = await findChatModel(ctx, reference, about)
  if (!model) throw new BrainError('model/refused', 'This model does not answer.', { fault: 'no-chat' })
  const messages = [{ role: 'user' as const, text: 'Say hello in one word.' }]
  // Models that think before they speak need room for it, and are refused by some when given too little.
  return model.stream({ system: 'This is a test of the connection.', messages, maxOutputTokens: 200 }, { signal: ctx.signal })
}
