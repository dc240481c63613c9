import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { chooseCollection } from './collections/choose-collection.ts'
import { raiseCorpusVersion } from './corpus-store.ts'
import type { Document } from './document.ts'
import { findTwinIn, lockDocument, updateDocumentRow } from './document-store.ts'
import { documentNotFound, getLivingDocument, viewDocuments } from './get-document.ts'
import type { PassageIndex } from './passage-index.ts'
import { retitleDocument } from './retitle-document.ts'
import { normalizeTags } from './tags.ts'
import { transactAgain } from './transact-again.ts'

/**
 * Gives a document another title, under which it is found at once, or another collection, by name or id; null takes it out. Tags
 * take the place of those it had.
 * @throws BrainError collection/not-found · document/duplicate where the collection has the same content already
 */
export async function updateDocument(
  ctx: WorkspaceContext,
  index: PassageIndex,
  id: string,
  change: { title?: string | undefined; collection?: string | null | undefined; tags?: readonly string[] | undefined },
): Promise<DocumentView> {
  const { title, collection, tags } = change
  return transactAgain(ctx, async (db) => {
    const document = await lockDocument(db, id)
    if (!document || document.deletedAt) throw documentNotFound(id)
    if (title !== undefined) {
      await retitleDocument(db, index, document, title)
      await updateDocumentRow(db, id, { is_title_given: true })
      await index.notePassages(db, id)
    }
    if (collection !== undefined) await moveDocument(db, document, collection)
    if (tags !== undefined) await updateDocumentRow(db, id, { tags: normalizeTags(tags) })
    await raiseCorpusVersion(db)
    return (await viewDocuments(db, [await getLivingDocument(db, id)]))[0]!
  })
}

async function moveDocument(db: WorkspaceDb, document: Document, collection: string | null): Promise<void> {
  const target = collection === null ? null : (await chooseCollection(db, collection)).id
  if (target === document.collectionId) return
  const twin = await findTwinIn(db, target, document)
  if (twin) {
    const same = twin.contentHash === document.contentHash ? 'The same content' : 'Another document of the same source'
    const sentence = `${same} is in that collection already, as “${twin.title}”.`
    throw new BrainError('document/duplicate', sentence, { id: document.id, duplicateOf: twin.id })
  }
  await updateDocumentRow(db, document.id, { collection_id: target })
}
