import type { WorkspaceDb } from '#platform/database'
import { enqueue } from '#platform/jobs'
import { lockStatistics } from '../retrieval-store.ts'
import { findFirstOrdinal } from './embedding-store.ts'
import { listLivingIds, lowerCompleteTo } from './generation-store.ts'
import { notePassagesKind } from './job-kinds.ts'

/**
 * To be told in the transaction after which a document is found by other passages than before: it was read, given another title, or
 * brought back. They are searched by their words at once, and by their vectors a moment later.
 * @param given.hasModel whether every workspace has a model unless it chose another, so that the first document begins its vectors
 */
export async function notePassages(db: WorkspaceDb, documentId: string, { hasModel }: { hasModel: boolean }): Promise<void> {
  // A generation that is begun or completed at this moment either sees these passages or is seen here.
  await lockStatistics(db)
  const hasGenerations = (await listLivingIds(db)).length > 0
  if (!hasModel && !hasGenerations) return
  const first = await findFirstOrdinal(db, documentId)
  if (first === undefined) return
  if (hasGenerations) await lowerCompleteTo(db, first)
  await enqueue(db, notePassagesKind, {})
}

/** To be told in the transaction that chooses another model for the workspace. */
export async function noteModelChoice(db: WorkspaceDb): Promise<void> {
  await enqueue(db, notePassagesKind, {})
}
