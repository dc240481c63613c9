import type { WorkspaceContext } from '#platform/context'
import type { Job } from '#platform/jobs'
import { deleteSomeEmbeddings } from './embedding-store.ts'
import { deleteGeneration, findGeneration } from './generation-store.ts'
import { dropVectorIndex } from './vector-index.ts'

const vectorsPerTransaction = 1000

/** Removes a retired generation: its index, then its vectors in short transactions, then its row. */
export async function removeGeneration(
  ctx: WorkspaceContext,
  { generationId }: { generationId: string },
  job: Job,
): Promise<void> {
  const generation = await ctx.transact((db) => findGeneration(db, generationId))
  if (generation?.state !== 'retired') return
  await dropVectorIndex(ctx.app.database, generationId)
  while (await job.checkpoint((db) => deleteSomeEmbeddings(db, generationId, vectorsPerTransaction))) {
    // until there is none left
  }
  await job.finish((db) => deleteGeneration(db, generationId))
}
