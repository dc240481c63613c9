import { ModelFault } from './model-fault.ts'

/** @throws ModelFault malformed, where vectors are missing, of several lengths, or of no length at all */
export function toUnitVectors(embeddings: readonly (readonly number[])[], count: number, length?: number): Float32Array[] {
  const expected = length ?? embeddings[0]?.length ?? 0
  if (embeddings.length !== count || expected === 0) throw new ModelFault('malformed')
  return embeddings.map((embedding) => {
    const size = Math.hypot(...embedding)
    if (embedding.length !== expected || !Number.isFinite(size) || size === 0) throw new ModelFault('malformed')
    return Float32Array.from(embedding, (value) => value / size)
  })
}
