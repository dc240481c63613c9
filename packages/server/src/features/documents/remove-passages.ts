import type { WorkspaceDb } from '#platform/database'
import type { PassageIndex } from './passage-index.ts'
import { deletePassages, listIndexedRows } from './passage-store.ts'

/**
 * Takes up to `limit` passages of a document out of the index and the table, of one version or of all.
 * @returns false when there was none left
 */
export async function removeSomePassages(
  db: WorkspaceDb,
  index: PassageIndex,
  of: { documentId: string; title: string; version?: number },
  limit = 500,
): Promise<boolean> {
  const rows = await listIndexedRows(db, of, limit)
  if (rows.length === 0) return false
  await index.removePassages(
    db,
    rows.map((row) => ({ ...row, title: of.title })),
  )
  await deletePassages(
    db,
    rows.map((row) => row.id),
  )
  return true
}
