import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, requestCancel } from '#platform/jobs'
import { giveBackQuota, takeQuota } from '#workspaces'
import { raiseCorpusVersion } from './corpus-store.ts'
import { type Document, isWorking, placeOf, toDocumentView } from './document.ts'
import { findByContent, findDocument, lockBySource, lockDocument, updateDocumentRow } from './document-store.ts'
import { eraseDocument } from './erase-document.ts'
import { documentNotFound } from './get-document.ts'
import { indexDocumentKind, purgeDocumentKind } from './job-kinds.ts'
import type { PassageIndex } from './passage-index.ts'
import { transactAgain } from './transact-again.ts'
import { sumStoredBytes } from './version-store.ts'

/**
 * Hides a document everywhere from the commit on, and erases it when the undo window ends. With `permanently` nothing of it is
 * left in the database at the commit, also of one that was deleted before; its original files follow within moments.
 */
export async function deleteDocument(
  ctx: WorkspaceContext,
  index: PassageIndex,
  id: string,
  { permanently }: { permanently: boolean },
): Promise<{ id: string; undoUntil: string | null }> {
  const { config, now } = ctx.app
  const undoUntil = new Date(now().getTime() + config.documents.undoMs)
  return ctx.transact(async (db) => {
    await requestCancel(db, indexDocumentKind, id)
    if (permanently) {
      await requestCancel(db, purgeDocumentKind, id)
      const document = await lockDocument(db, id)
      if (!document) throw documentNotFound(id)
      const storage = await sumStoredBytes(db, id)
      await eraseDocument(db, index, id)
      if (!document.deletedAt) await giveBackQuota(db, { documents: 1, storage })
      await raiseCorpusVersion(db)
      return { id, undoUntil: null }
    }
    const document = await lockDocument(db, id)
    if (!document || document.deletedAt) throw documentNotFound(id)
    await updateDocumentRow(db, id, { deleted_at: now() })
    await enqueue(db, purgeDocumentKind, { documentId: id }, { runAt: undoUntil, dedupeKey: id })
    await giveBackQuota(db, { documents: 1, storage: await sumStoredBytes(db, id) })
    await raiseCorpusVersion(db)
    return { id, undoUntil: undoUntil.toISOString() }
  })
}

/**
 * Brings a deleted document back as it was; one whose reading was interrupted is read again.
 * @throws BrainError document/not-found once it was erased · document/not-deleted · limit/reached where there is no room for it now
 */
export async function restoreDocument(ctx: WorkspaceContext, index: PassageIndex, id: string): Promise<DocumentView> {
  return transactAgain(ctx, async (db) => {
    // Only an erasure that has not begun can be stopped; throwing below takes this back.
    const erasure = await requestCancel(db, purgeDocumentKind, id)
    const document = await lockDocument(db, id)
    if (!document) throw documentNotFound(id)
    if (!document.deletedAt) throw new BrainError('document/not-deleted', 'The document is not deleted.', { id })
    if (erasure !== 'waiting') throw documentNotFound(id)
    await assertNotReplaced(db, document)

    const mustRead = isWorking(document.state)
    await updateDocumentRow(db, id, { deleted_at: null, ...(mustRead ? { state: 'queued' } : {}) })
    if (mustRead) await enqueue(db, indexDocumentKind, { documentId: id, version: document.version }, { dedupeKey: id })
    await index.notePassages(db, id)
    const restored = (await findDocument(db, id))!
    await takeQuota(db, ctx.app.now(), { documents: 1, storage: await sumStoredBytes(db, id) })
    await raiseCorpusVersion(db)
    return toDocumentView(restored)
  })
}

async function assertNotReplaced(db: WorkspaceDb, document: Document): Promise<void> {
  const place = placeOf(document)
  const twin =
    (await findByContent(db, document.contentHash, place)) ??
    (document.source === null ? undefined : await lockBySource(db, document.source, place))
  if (!twin) return
  throw new BrainError(
    'document/not-deleted',
    `It was imported again since then, as “${twin.title}”, so it is not brought back.`,
    {
      id: document.id,
      replacedBy: twin.id,
    },
  )
}
