import { cacheKey } from '#platform/cache'
import type { App, WorkspaceContext } from '#platform/context'
import { assertVectorsFit, type FindEmbeddingModel, type Generation } from './generation.ts'

const deadlineMs = 1_500
const missesUntilPause = 3
const pauseMs = 15_000

/** Which generations' models keep people waiting. */
type Misses = Map<string, { count: number; pausedUntil: number }>

// Belongs to the app it was made for and goes with it.
const missesOf = new WeakMap<App, Misses>()

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
  const misses = missesOf.getOrInsertComputed(ctx.app, () => new Map())
  const text = question.normalize('NFC').trim().replace(/\s+/g, ' ')
  const space = { workspaceId: ctx.workspaceId, kind: 'embedding', version: 0 } as const
  // A generation has one model for good.
  const key = cacheKey([generation.id, text])
  const make = async () => ({ value: writeVector(await askInTime(ctx, generation, text, { findModel, misses })), mayKeep: true })
  try {
    return readVector(await ctx.app.cache.getOrMake(space, key, make))
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (error !== modelRests)
      ctx.log.warn({ err: error, model: generation.model }, 'a question got no vector and is searched by its words')
    return undefined
  }
}

const modelRests = new Error('The model is not asked for a while.')

async function askInTime(
  ctx: WorkspaceContext,
  generation: Generation,
  text: string,
  { findModel, misses }: { findModel: FindEmbeddingModel; misses: Misses },
): Promise<Float32Array> {
  const missed = misses.get(generation.id)
  if (missed && missed.pausedUntil > Date.now()) throw modelRests
  try {
    const vector = await askModel(ctx, generation, text, findModel)
    misses.delete(generation.id)
    return vector
  } catch (error) {
    ctx.signal.throwIfAborted()
    const count = (missed?.count ?? 0) + 1
    misses.set(generation.id, { count, pausedUntil: count >= missesUntilPause ? Date.now() + pauseMs : 0 })
    throw error
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

const writeVector = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')

function readVector(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return new Float32Array(bytes.buffer, 0, bytes.byteLength / Float32Array.BYTES_PER_ELEMENT)
}
