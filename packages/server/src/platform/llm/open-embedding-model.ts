import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import type { CallHooks } from './call-log.ts'
import { CallRecorder } from './call-recorder.ts'
import { embeddingPrefixes } from './embedding-prefixes.ts'
import type { Endpoint } from './endpoint.ts'
import { ModelFault } from './model-fault.ts'
import type { EmbeddingModel } from './ports.ts'
import type { CallLimits } from './provider-spec.ts'
import { estimateTokens, noTokens } from './token-usage.ts'
import { type Attempts, enterCircuit, settleFault, waitToTryAgain } from './try-again.ts'
import { toUnitVectors } from './unit-vectors.ts'

export interface OpenedEmbeddingModel {
  /** `<provider>/<model>`. */
  readonly id: string
  readonly model: EmbeddingModelV4
  readonly textsPerCall: number
  readonly endpoint: Endpoint
  readonly limits: CallLimits
  readonly hooks: readonly CallHooks[]
  readonly patienceMs: number
  readonly now: () => Date
  readonly onRetry: () => void
}

// About 8,000 tokens, which is what most models take; more would be refused by some and cut by others.
const maxCharacters = 24_000

/** One embedding model of one provider: in batches, with retries, a circuit, and a record of each call. */
export function openEmbeddingModel(opened: OpenedEmbeddingModel): EmbeddingModel {
  const { id, endpoint, limits, patienceMs, now, onRetry, textsPerCall } = opened
  const prefixes = embeddingPrefixes(opened.model.modelId)
  return {
    id,
    async embed(texts, { signal, purpose }) {
      if (texts.length === 0) return { vectors: [], usage: noTokens }
      signal.throwIfAborted()
      for (const { beforeCall } of opened.hooks) await beforeCall?.()
      endpoint.retries.countCall()
      const recorder = new CallRecorder({ kind: 'embedding', model: id, hooks: opened.hooks, now: now() })
      const deadline = performance.now() + limits.totalMs
      const attempts: Attempts = { endpoint, model: opened.model.modelId, deadline, patienceMs, signal, now, onRetry }
      const vectors: Float32Array[] = []
      let usage = noTokens
      try {
        for (let from = 0; from < texts.length; from += textsPerCall) {
          const batch = texts.slice(from, from + textsPerCall).map((text) => prefixes[purpose] + text.slice(0, maxCharacters))
          const { embeddings, tokens } = await embedBatch({ opened, attempts, recorder, batch, purpose })
          const estimate = () => ({ ...noTokens, inputTokens: estimateTokens(batch.join(' ')) })
          usage = recorder.addUsage(tokens === undefined ? undefined : { ...noTokens, inputTokens: tokens }, estimate)
          vectors.push(...toUnitVectors(embeddings, batch.length, vectors[0]?.length))
        }
        await recorder.tell('finished')
        return { vectors, usage }
      } catch (error) {
        if (signal.aborted) {
          await recorder.tell('cancelled')
          throw signal.reason
        }
        await recorder.tell('failed', error instanceof ModelFault ? error : undefined)
        throw error instanceof ModelFault ? error.toBrainError(id) : error
      }
    },
  }
}

async function embedBatch(given: {
  opened: OpenedEmbeddingModel
  attempts: Attempts
  recorder: CallRecorder
  batch: string[]
  purpose: 'passage' | 'question'
}): Promise<{ embeddings: number[][]; tokens: number | undefined }> {
  const { opened, attempts, recorder, batch, purpose } = given
  const { signal, deadline } = attempts
  let before: ModelFault | undefined
  for (let attempt = 1; ; attempt++) {
    const permit = enterCircuit(attempts, before)
    recorder.countRequest()
    const own = new AbortController()
    const stop = () => own.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    const waitMs = Math.min(opened.limits.firstTokenMs, deadline - performance.now())
    const timer = setTimeout(() => own.abort(new ModelFault('first-token-timeout')), Math.max(0, waitMs))
    try {
      const taskType = purpose === 'question' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT'
      const { embeddings, usage } = await opened.model.doEmbed({
        values: batch,
        abortSignal: own.signal,
        providerOptions: { google: { taskType } },
      })
      if (embeddings.length !== batch.length) throw new ModelFault('malformed')
      permit.succeeded()
      return { embeddings, tokens: usage?.tokens }
    } catch (error) {
      const fault = settleFault(own.signal.aborted ? own.signal.reason : error, permit, attempts)
      await waitToTryAgain(fault, attempt, attempts)
      before = fault
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
  }
}
