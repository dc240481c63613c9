import type { WorkspaceContext } from '#platform/context'
import type { Database } from '#platform/database'
import { enqueue, type Job } from '#platform/jobs'
import { chooseIndex, type Generation, isLiving } from './generation.ts'
import { findGeneration, setIndexKind } from './generation-store.ts'
import { embedPassagesKind } from './job-kinds.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Builds the index of a large generation beside everything that goes on, and then looks whether the generation may take its place.
 * It holds this generation of this workspace alone: an index of all workspaces would find next to nothing for a small one.
 */
export async function indexVectors(ctx: WorkspaceContext, { generationId }: { generationId: string }, job: Job): Promise<void> {
  const generation = await ctx.transact((db) => findGeneration(db, generationId))
  if (!generation || !isLiving(generation) || generation.indexKind !== null || generation.dimensions === null) return
  const kind = chooseIndex(ctx.app.database.engine, generation.embedded, generation.dimensions)
  if (kind === undefined) return
  const { dimensions } = generation
  await dropVectorIndex(ctx.app.database, generationId) // one that an interrupted run left unfinished
  await buildIndex(ctx, { ...generation, dimensions }, kind)
  await job.finish(async (db) => {
    // In this order: a run that ends just now is waited for before the row that it writes is.
    await enqueue(db, embedPassagesKind, { generationId }, { dedupeKey: generationId })
    await setIndexKind(db, generationId, kind)
  })
}

async function buildIndex(
  ctx: WorkspaceContext,
  { id, dimensions, embedded }: Generation & { readonly dimensions: number },
  kind: 'hnsw' | 'hnsw_bit',
): Promise<void> {
  const expression =
    kind === 'hnsw'
      ? `(embedding::halfvec(${dimensions})) halfvec_cosine_ops`
      : `(binary_quantize(embedding::vector)::bit(${dimensions})) bit_hamming_ops`
  const bytesOfGraph = embedded * (kind === 'hnsw' ? dimensions * 2 : dimensions / 8) + embedded * 500
  const memoryMb = Math.max(64, Math.min(1024, Math.ceil((1.2 * bytesOfGraph) / 2 ** 20)))
  await ctx.app.database.withoutLimit(async (client) => {
    const { signal } = ctx
    const { rows } = await client.query('select pg_backend_pid() as pid')
    const cancel = () => void ctx.app.database.pool.query('select pg_cancel_backend($1)', [rows[0].pid]).catch(() => {})
    signal.addEventListener('abort', cancel)
    try {
      signal.throwIfAborted()
      // The build slows down sharply once the graph does not fit into this memory.
      await client.query(`set maintenance_work_mem = '${memoryMb}MB'`)
      await client.query(
        `create index concurrently ${indexName(id)} on passage_embeddings using hnsw (${expression})
         where workspace_id = '${literal(ctx.workspaceId)}' and generation_id = '${literal(id)}'`,
      )
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  })
}

/** Without transaction, so that it waits for those that read by the index and stops none that comes. */
export async function dropVectorIndex(database: Database, generationId: string): Promise<void> {
  if (database.engine === 'embedded') return
  await database.withoutLimit((client) => client.query(`drop index concurrently if exists ${indexName(generationId)}`))
}

function indexName(generationId: string): string {
  return `passage_embeddings_${literal(generationId).replaceAll('-', '')}`
}

/** An id that may stand in the text of a statement: a partial index is found by constants, not by parameters. */
export function literal(id: string): string {
  if (!uuid.test(id)) throw new TypeError(`An id is a UUID, not "${id}".`)
  return id
}
