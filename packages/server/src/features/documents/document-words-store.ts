import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { Heading } from './document.ts'
import { type DocumentWord, wordsOfHeadings, wordsOfTitle } from './document-words.ts'

/** Makes a document that the caller has locked suggested by its title and headings, and no more by those before. */
export async function replaceWords(
  db: WorkspaceDb,
  documentId: string,
  { title, headings }: { title: string; headings: readonly Heading[] },
): Promise<void> {
  await deleteWords(db, documentId)
  await insertWords(db, documentId, [...wordsOfTitle(title), ...wordsOfHeadings(headings)])
}

export async function replaceWordsOfTitle(db: WorkspaceDb, documentId: string, title: string): Promise<void> {
  await deleteWords(db, documentId, 0)
  await insertWords(db, documentId, wordsOfTitle(title))
}

async function deleteWords(db: WorkspaceDb, documentId: string, position?: number): Promise<void> {
  await db.query
    .deleteFrom('document_words')
    .where('workspace_id', '=', db.workspaceId)
    .where('document_id', '=', documentId)
    .$if(position !== undefined, (all) => all.where('position', '=', position!))
    .execute()
}

async function insertWords(db: WorkspaceDb, documentId: string, words: readonly DocumentWord[]): Promise<void> {
  if (words.length === 0) return
  await sql`
    insert into document_words (workspace_id, document_id, position, word, start_offset, text)
    select ${db.workspaceId}, ${documentId}, r.position, r.word, r.start, r.text
    from unnest(
      ${words.map(({ position }) => position)}::int[], ${words.map(({ word }) => word)}::text[],
      ${words.map(({ start }) => start)}::int[], ${words.map(({ text }) => text)}::text[]
    ) as r (position, word, start, text)`.execute(db.query)
}
