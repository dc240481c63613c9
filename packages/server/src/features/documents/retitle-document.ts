import type { WorkspaceDb } from '#platform/database'
import type { Document } from './document.ts'
import { updateDocumentRow } from './document-store.ts'
import { replaceWordsOfTitle } from './document-words-store.ts'
import type { PassageIndex } from './passage-index.ts'
import { listIndexedRows, updateOrdinals } from './passage-store.ts'

const batchSize = 500

/**
 * Gives a document that the caller has locked another title. Passages are found by the title of their document too, so they are indexed anew in the same
 * transaction: every passage of a document is indexed under the title that the document has now.
 */
export async function retitleDocument(
  db: WorkspaceDb,
  index: PassageIndex,
  locked: Pick<Document, 'id' | 'title'>,
  title: string,
): Promise<void> {
  if (title === locked.title) return
  const rows = await listIndexedRows(db, { documentId: locked.id })
  for (let from = 0; from < rows.length; from += batchSize) {
    const batch = rows.slice(from, from + batchSize)
    await index.removePassages(
      db,
      batch.map((row) => ({ ...row, title: locked.title })),
    )
    const ordinals = await index.addPassages(
      db,
      batch.map((row) => ({ ...row, title })),
    )
    await updateOrdinals(
      db,
      batch.map((row, i) => ({ id: row.id, ordinal: ordinals[i]! })),
    )
  }
  await replaceWordsOfTitle(db, locked.id, title)
  await updateDocumentRow(db, locked.id, { title })
}
