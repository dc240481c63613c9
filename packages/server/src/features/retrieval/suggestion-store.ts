import type { Suggestion } from '@brain-ai/contract'
import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'

// Sorts behind every word with the same beginning.
const highestCharacter = '\u{10ffff}'

/**
 * Titles and headings with a word that is, or begins like, this one; of documents that may be read now. Titles and headings are
 * looked for apart: a common word among the headings does not crowd out the titles.
 */
export async function listPlacesByWord(
  db: WorkspaceDb,
  { word, isWhole }: { word: string; isWhole: boolean },
  limit: number,
): Promise<Suggestion[]> {
  const range = isWhole
    ? sql`w.word = ${word} collate "C"`
    : sql`w.word >= ${word} collate "C" and w.word < ${word + highestCharacter} collate "C"`
  const places = (isTitle: boolean) => sql`(
    select w.text, ${isTitle ? 'title' : 'heading'} as kind, d.id as "documentId", d.title, w.start_offset as start
    from document_words w join brain_documents d on d.workspace_id = w.workspace_id and d.id = w.document_id
    where w.workspace_id = ${db.workspaceId} and ${range} and ${isTitle ? sql`w.position = 0` : sql`w.position > 0`}
      and d.workspace_id = ${db.workspaceId} and d.deleted_at is null and d.indexed_version is not null and ${isReadable(db)}
    order by w.word, w.document_id, w.position limit ${limit})`
  const { rows } = await sql<Suggestion>`${places(true)} union all ${places(false)}`.execute(db.query)
  return rows
}
