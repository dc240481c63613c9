import type { WorkspaceDb } from '#platform/database'
import { lockDocument } from './document-store.ts'
import type { PassageIndex } from './passage-index.ts'
import { deletePassages, listIndexedRows } from './passage-store.ts'

const batchSize = 500

/**
 * Takes some passages of a document, of one version or of all, out of the index and the table.
 * @returns false when there was none left
 */
export async function removeSomePassages(
  db: WorkspaceDb,
  index: PassageIndex,
  of: { documentId: string; version?: number },
): Promise<boolean> {
  // Locked, because they are in the index under the title that the document has now.
  const document = await lockDocument(db, of.documentId)
  const rows = document ? await listIndexedRows(db, of, batchSize) : []
  if (!document || rows.length === 0) return false
  await index.removePassages(
    db,
    rows.map((row) => ({ ...row, title: document.title })),
  )
  await deletePassages(
    db,
    rows.map((row) => row.id),
  )
  return true
}
