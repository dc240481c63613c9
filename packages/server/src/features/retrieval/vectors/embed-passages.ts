import { BrainError } from '@brain-ai/contract'
import { raiseCorpusVersion } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job, type JobFailure } from '#platform/jobs'
import type { EmbeddingModel } from '#platform/llm'
import { countSearched, insertEmbeddings, listUnembedded, type UnembeddedPassage } from './embedding-store.ts'
import { assertVectorsFit, embeddedText, type FindEmbeddingModel, type Generation, isLiving, retryDelayMs } from './generation.ts'
import { addProgress, findGeneration, setFailure, setPassages } from './generation-store.ts'
import { embedPassagesKind } from './job-kinds.ts'
import { completeGeneration } from './switch-generation.ts'

const textsPerCall = 64
const callsAtOnce = 4

/**
 * Gives every searched passage of the workspace its vector in a generation, and lets a coming generation that is complete take its
 * place. All it knows is stored with each batch, so whatever stops it, the next run goes on from there. A provider that is away
 * makes it wait and go on by itself; one that refuses, or a limit that is reached, stops it with the reason beside it.
 */
export async function embedPassages(
  ctx: WorkspaceContext,
  { generationId }: { generationId: string },
  job: Job,
  findModel: FindEmbeddingModel,
): Promise<void> {
  try {
    let generation = await begin(ctx, generationId)
    if (!generation) return
    const model = await getModel(ctx, generation, findModel)
    for (;;) {
      const from = generation.completeTo
      const passages = await ctx.transact((db) => listUnembedded(db, generationId, from, textsPerCall * callsAtOnce))
      if (passages.length === 0) {
        if (await hasFinished(ctx, generationId, job)) return
        const now = await begin(ctx, generationId)
        if (!now) return
        generation = now
        continue
      }
      const now = await embedSome(ctx, generation, job, model, passages)
      if (!now) return
      generation = now
    }
  } catch (error) {
    if (ctx.signal.aborted || !isStandstill(error)) throw error
    await job.finish((db) => standStill(db, ctx.app.now(), generationId, error))
  }
}

/** The job was given up for a reason that nobody foresaw. */
export async function failGeneration(
  db: WorkspaceDb,
  { generationId }: { generationId: string },
  failure: JobFailure,
): Promise<void> {
  await setFailure(db, generationId, failure, null)
}

/** Ends the job if nothing is left to do, in one transaction: whoever wakes the generation from then on finds it asleep. */
async function hasFinished(ctx: WorkspaceContext, generationId: string, job: Job): Promise<boolean> {
  const passagesCame = new Error('Passages have come meanwhile.')
  try {
    await job.finish(async (db) => {
      if (!(await completeGeneration(db, ctx.app.database.engine, generationId))) throw passagesCame
    })
    return true
  } catch (error) {
    if (error === passagesCame) return false
    throw error
  }
}

async function begin(ctx: WorkspaceContext, generationId: string): Promise<Generation | undefined> {
  const generation = await ctx.transact(async (db) => {
    const found = await findGeneration(db, generationId)
    if (found && isLiving(found)) await setPassages(db, generationId, await countSearched(db))
    return found
  })
  return generation && isLiving(generation) ? generation : undefined
}

async function getModel(ctx: WorkspaceContext, { model }: Generation, findModel: FindEmbeddingModel): Promise<EmbeddingModel> {
  if (!ctx.app.database.hasVector)
    throw new BrainError('search/no-vectors', 'The database has no pgvector, so vectors can neither be stored nor searched.')
  const found = await findModel(ctx, model, { purpose: 'passages' })
  if (!found) throw new BrainError('model/not-configured', `The model ${model} is not configured any more.`, { model })
  return found
}

/** Several calls at once; what came of those that went well is kept even if another failed. */
async function embedSome(
  ctx: WorkspaceContext,
  generation: Generation,
  job: Job,
  model: EmbeddingModel,
  passages: readonly UnembeddedPassage[],
): Promise<Generation | undefined> {
  const batches = Array.from({ length: Math.ceil(passages.length / textsPerCall) }, (_, i) =>
    passages.slice(i * textsPerCall, (i + 1) * textsPerCall),
  )
  const answers = await Promise.allSettled(
    batches.map(async (batch) => {
      const { vectors } = await model.embed(batch.map(embeddedText), { signal: ctx.signal, purpose: 'passage' })
      assertVectorsFit(vectors, batch.length, generation.dimensions)
      return { batch, vectors }
    }),
  )
  ctx.signal.throwIfAborted()
  const failed = answers.find((answer) => answer.status === 'rejected')
  const done = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  if (done.length === 0) throw failed!.reason
  const vectors = done.flatMap((answer) => answer.vectors)
  const { length } = vectors[0]!
  assertVectorsFit(vectors, vectors.length, length)
  const now = await job.checkpoint(async (db) => {
    const added = await insertEmbeddings(
      db,
      generation.id,
      done.flatMap(({ batch }) => batch),
      vectors,
    )
    const from = generation.completeTo
    const to = failed ? from : passages.at(-1)!.ordinal
    const current = await addProgress(db, generation.id, { added, dimensions: length, from, to })
    if (current?.state === 'active') await raiseCorpusVersion(db)
    return current
  })
  if (failed) throw failed.reason
  return now
}

const standstills = [
  'model/unavailable',
  'model/refused',
  'model/not-configured',
  'limit/reached',
  'search/no-vectors',
  'request/rate-limited',
]

/** What is told beside the generation; anything else is a fault of ours, which the queue tries again. */
function isStandstill(error: unknown): error is BrainError {
  return error instanceof BrainError && standstills.includes(error.code)
}

async function standStill(db: WorkspaceDb, now: Date, generationId: string, error: BrainError): Promise<void> {
  const generation = await findGeneration(db, generationId)
  if (!generation || !isLiving(generation)) return
  const passes = error.code === 'model/unavailable' || error.code === 'request/rate-limited'
  const retryAt = passes ? new Date(now.getTime() + retryDelayMs(generation.failures)) : null
  await setFailure(db, generationId, error, retryAt)
  if (retryAt) await enqueue(db, embedPassagesKind, { generationId }, { dedupeKey: generationId, runAt: retryAt })
}
