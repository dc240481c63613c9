import { BrainError, type EmbeddingsRequest } from '@brain-ai/contract'
import { findEmbeddingModel, getModelChoice } from '#models'
import type { WorkspaceContext } from '#platform/context'

/**
 * Vectors of texts by the embedding model that the workspace has, and by no other: each call is recorded and its tokens are counted.
 * @throws BrainError model/not-configured · model/not-found · limit/reached · model/unavailable · model/refused
 */
export async function embedTexts(ctx: WorkspaceContext, request: EmbeddingsRequest) {
  const { embeddingModel: reference } = await getModelChoice(ctx)
  const found = reference === undefined ? undefined : await findEmbeddingModel(ctx, reference, { purpose: 'api' })
  if (reference === undefined || !found)
    throw new BrainError('model/not-configured', 'This workspace has no embedding model. An admin can choose one.')
  if (request.model !== reference && request.model !== reference.slice(reference.indexOf('/') + 1))
    throw new BrainError('model/not-found', `The embedding model of this workspace is ${reference}; there is no other.`)

  const texts = typeof request.input === 'string' ? [request.input] : request.input
  const { vectors, usage } = await found.embed(texts, { signal: ctx.signal, purpose: 'passage' })
  const isBase64 = request.encoding_format === 'base64'
  return {
    object: 'list' as const,
    data: vectors.map((vector, index) => ({
      object: 'embedding' as const,
      index,
      embedding: isBase64 ? toBase64(vector) : [...vector],
    })),
    model: reference,
    usage: { prompt_tokens: usage.inputTokens, total_tokens: usage.inputTokens },
  }
}

function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4)
  return bytes.toString('base64')
}
