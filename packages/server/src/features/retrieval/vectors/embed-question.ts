import { createHash } from 'node:crypto'
import type { App, WorkspaceContext } from '#platform/context'
import { assertVectorsFit, type FindEmbeddingModel, type Generation } from './generation.ts'

const deadlineMs = 1_500
const maxVectors = 1_000
const missesUntilPause = 3
const pauseMs = 15_000

/** What is known of one app: vectors of questions asked before, and which generations' models keep people waiting. */
type Memory = {
  readonly vectors: Map<string, Float32Array>
  readonly misses: Map<string, { count: number; pausedUntil: number }>
}

// Belongs to the app it was made for and goes with it. Questions are kept as hashes, no text.
const memories = new WeakMap<App, Memory>()

/**
 * The vector of a question in a generation; undefined when the model does not give it in time, so that the search goes on by words.
 * A model that was too late several times in a row is not waited for during a quarter of a minute.
 */
export async function embedQuestion(
  ctx: WorkspaceContext,
  generation: Generation,
  question: string,
  findModel: FindEmbeddingModel,
): Promise<Float32Array | undefined> {
  const memory = memories.get(ctx.app) ?? { vectors: new Map(), misses: new Map() }
  memories.set(ctx.app, memory)
  const text = question.normalize('NFC').trim().replace(/\s+/g, ' ')
  const key = createHash('sha256').update(`${generation.id}\n${text}`).digest('base64')
  const known = memory.vectors.get(key)
  if (known) return remember(memory, key, known)
  const missed = memory.misses.get(generation.id)
  if (missed && missed.pausedUntil > Date.now()) return undefined
  try {
    const vector = await askModel(ctx, generation, text, findModel)
    memory.misses.delete(generation.id)
    return remember(memory, key, vector)
  } catch (error) {
    ctx.signal.throwIfAborted()
    const count = (missed?.count ?? 0) + 1
    const pausedUntil = count >= missesUntilPause ? Date.now() + pauseMs : 0
    memory.misses.set(generation.id, { count, pausedUntil })
    ctx.log.warn({ err: error, model: generation.model }, 'a question got no vector and is searched by its words')
    return undefined
  }
}

async function askModel(
  ctx: WorkspaceContext,
  { model, dimensions }: Generation,
  text: string,
  findModel: FindEmbeddingModel,
): Promise<Float32Array> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const signal = AbortSignal.any([ctx.signal, deadline])
  const late = Promise.withResolvers<never>()
  const onAbort = () => late.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  const answer = async () => {
    const found = await findModel(ctx, model, { purpose: 'question' })
    if (!found) throw new Error('The model is not configured any more.')
    const { vectors } = await found.embed([text], { signal, purpose: 'question' })
    assertVectorsFit(vectors, 1, dimensions)
    return vectors[0]!
  }
  try {
    // A model that is deaf to the signal is not waited for either.
    return await Promise.race([answer(), late.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function remember({ vectors }: Memory, key: string, vector: Float32Array): Float32Array {
  // A Map keeps the order of insertion, so its first key is the question asked longest ago.
  vectors.delete(key)
  vectors.set(key, vector)
  if (vectors.size > maxVectors) vectors.delete(vectors.keys().next().value!)
  return vector
}
