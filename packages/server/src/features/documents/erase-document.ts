import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job } from '#platform/jobs'
import { raiseCorpusVersion } from './corpus-store.ts'
import { isWorking } from './document.ts'
import { deleteDocumentRow, lockDocument } from './document-store.ts'
import { purgeBlobsKind } from './job-kinds.ts'
import type { PassageIndex } from './passage-index.ts'
import { removeSomePassages } from './remove-passages.ts'
import { listVersionRows } from './version-store.ts'

/**
 * Erases a document in one transaction: its passages with all that the index holds of them, its texts, versions and the row.
 * The original files follow in a job that commits together with it.
 */
export async function eraseDocument(db: WorkspaceDb, index: PassageIndex, documentId: string): Promise<void> {
  while (await removeSomePassages(db, index, { documentId })) {
    // until there is none left
  }
  const blobKeys = (await listVersionRows(db, documentId)).map((version) => version.blobKey)
  await deleteDocumentRow(db, documentId)
  if (blobKeys.length > 0) await enqueue(db, purgeBlobsKind, { blobKeys })
}

/** Erases a deleted document whose undo window has ended, in short transactions; one that was brought back stays. */
export async function purgeDocument(job: Job, index: PassageIndex, documentId: string): Promise<void> {
  const isDeleted = async (db: WorkspaceDb) => {
    const document = await lockDocument(db, documentId)
    return document !== undefined && document.deletedAt !== null
  }
  while (await job.checkpoint(async (db) => (await isDeleted(db)) && removeSomePassages(db, index, { documentId }))) {
    // until there is none left
  }
  await job.finish(async (db) => {
    if (!(await isDeleted(db))) return
    await eraseDocument(db, index, documentId)
    await raiseCorpusVersion(db)
  })
}

/** Removes original files that no row names any more. */
export async function purgeBlobs(ctx: WorkspaceContext, blobKeys: readonly string[]): Promise<void> {
  // No row policy guards files: a wrong key must not reach those of another workspace.
  const foreign = blobKeys.find((key) => !key.startsWith(`${ctx.workspaceId}/`))
  if (foreign !== undefined) throw new Error(`The file ${foreign} is not one of this workspace.`)
  for (const key of blobKeys) await ctx.app.blobs.delete(key)
}

/** Removes the passages of a version, unless it answers questions or is being read again. */
export async function sweepPassages(job: Job, index: PassageIndex, of: { documentId: string; version: number }): Promise<void> {
  const isSwept = async (db: WorkspaceDb) => {
    const document = await lockDocument(db, of.documentId)
    if (!document || document.indexedVersion === of.version) return false
    return document.version !== of.version || !isWorking(document.state)
  }
  while (await job.checkpoint(async (db) => (await isSwept(db)) && removeSomePassages(db, index, of))) {
    // until there is none left
  }
}
