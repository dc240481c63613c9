import type { DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { chooseCollection } from './choose-collection.ts'
import { lockDocument, updateDocumentRow } from './document-store.ts'
import { documentNotFound, getLivingDocument, viewDocuments } from './get-document.ts'
import type { PassageIndex } from './passage-index.ts'
import { retitleDocument } from './retitle-document.ts'

/** Gives a document another title, under which it is found at once, or another collection, by name or id; null takes it out. */
export async function updateDocument(
  ctx: WorkspaceContext,
  index: PassageIndex,
  id: string,
  change: { title?: string | undefined; collection?: string | null | undefined },
): Promise<DocumentView> {
  const { title, collection } = change
  return ctx.transact(async (db) => {
    const document = await lockDocument(db, id)
    if (!document || document.deletedAt) throw documentNotFound(id)
    if (title !== undefined) {
      await retitleDocument(db, index, id, title)
      await updateDocumentRow(db, id, { is_title_given: true })
    }
    if (collection !== undefined) {
      const chosen = collection === null ? null : await chooseCollection(db, collection)
      await updateDocumentRow(db, id, { collection_id: chosen?.id ?? null })
    }
    return (await viewDocuments(db, [await getLivingDocument(db, id)]))[0]!
  })
}
