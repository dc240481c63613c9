import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { NewPassage } from './document.ts'

/** The passages that answer questions, in the order of the text. */
export async function listPassageRows(
  db: WorkspaceDb,
  documentId: string,
  page: { offset: number; limit: number },
): Promise<{ passages: Omit<NewPassage, 'version'>[]; total: number }> {
  const readable = db.query
    .selectFrom('passages as p')
    .innerJoin('brain_documents as d', (join) =>
      join
        .onRef('d.workspace_id', '=', 'p.workspace_id')
        .onRef('d.id', '=', 'p.document_id')
        .onRef('d.indexed_version', '=', 'p.version'),
    )
    .where('p.workspace_id', '=', db.workspaceId)
    .where('p.document_id', '=', documentId)
    .where('d.deleted_at', 'is', null)
  const { total } = await readable.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
  const passages = await readable
    .select([
      'p.id',
      'p.document_id as documentId',
      'p.position',
      'p.heading_path as headingPath',
      'p.page',
      'p.start_offset as start',
      'p.end_offset as end',
      'p.language',
      'p.text',
    ])
    .orderBy('p.position')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  return { passages, total }
}
