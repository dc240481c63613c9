import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import { isReadable } from './readable-documents.ts'
import type { Passage } from './split-into-passages.ts'

export interface PassageRow extends Passage {
  readonly id: string
  readonly documentId: string
}

/** What the index was given for a passage, besides the title of its document. */
export interface IndexedRow {
  readonly id: string
  readonly ordinal: number
  readonly headingPath: string[]
  readonly language: string
  readonly text: string
}

/** The passages that answer questions, in the order of the text. */
export async function listPassageRows(
  db: WorkspaceDb,
  documentId: string,
  page: { offset: number; limit: number },
): Promise<{ passages: PassageRow[]; total: number }> {
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
    .where(isReadable(db))
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

/** Stores passages of one version together with the ordinals that the index gave them. */
export async function insertPassages(
  db: WorkspaceDb,
  of: { documentId: string; version: number },
  passages: readonly (Passage & { id: string; ordinal: number })[],
): Promise<void> {
  const collectionKey = sql<string>`(
    select d.collection_key from brain_documents d where d.workspace_id = ${db.workspaceId} and d.id = ${of.documentId})`
  await db.query
    .insertInto('passages')
    .values(
      passages.map((passage) => ({
        workspace_id: db.workspaceId,
        id: passage.id,
        document_id: of.documentId,
        collection_key: collectionKey,
        version: of.version,
        position: passage.position,
        ordinal: passage.ordinal,
        heading_path: passage.headingPath,
        page: passage.page,
        start_offset: passage.start,
        end_offset: passage.end,
        language: passage.language,
        text: passage.text,
      })),
    )
    .execute()
}

/** Passages of a document that the caller has locked, of one version or of all, in the order of their ordinals. */
export async function listIndexedRows(
  db: WorkspaceDb,
  of: { documentId: string; version?: number },
  limit?: number,
): Promise<IndexedRow[]> {
  const { documentId, version } = of
  const query = db.query
    .selectFrom('passages')
    .where('workspace_id', '=', db.workspaceId)
    .where('document_id', '=', documentId)
    .$if(version !== undefined, (all) => all.where('version', '=', version!))
    .select(['id', 'ordinal', 'heading_path as headingPath', 'language', 'text'])
    .orderBy('ordinal')
  return (limit === undefined ? query : query.limit(limit)).execute()
}

export async function deletePassages(db: WorkspaceDb, ids: readonly string[]): Promise<void> {
  await db.query
    .deleteFrom('passages')
    .where('workspace_id', '=', db.workspaceId)
    .where('id', 'in', [...ids])
    .execute()
}

export async function updateOrdinals(db: WorkspaceDb, changes: readonly { id: string; ordinal: number }[]): Promise<void> {
  await sql`
    update passages p set ordinal = c.ordinal
    from unnest(${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ ordinal }) => ordinal)}::int[]) as c (id, ordinal)
    where p.workspace_id = ${db.workspaceId} and p.id = c.id`.execute(db.query)
}
