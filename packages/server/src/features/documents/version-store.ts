import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { Heading, PageStart } from './document.ts'
import { isReadable } from './readable-documents.ts'

export interface DocumentVersion {
  readonly version: number
  readonly fileName: string | null
  readonly contentHash: string
  readonly bytes: number
  readonly blobKey: string
  readonly createdAt: Date
}

export interface NewVersionRow {
  readonly document_id: string
  readonly version: number
  readonly file_name: string | null
  readonly content_hash: string
  readonly bytes: number
  readonly blob_key: string
  readonly created_by: string | null
}

export interface DocumentText {
  readonly version: number
  readonly text: string
  readonly headings: readonly Heading[]
  readonly pages: readonly PageStart[]
}

function selectVersions(db: WorkspaceDb, documentId: string) {
  return db.query
    .selectFrom('document_versions as v')
    .innerJoin('brain_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'v.workspace_id').onRef('d.id', '=', 'v.document_id'),
    )
    .where('v.workspace_id', '=', db.workspaceId)
    .where('v.document_id', '=', documentId)
    .where(isReadable(db))
}

const columns = [
  'v.version',
  'v.file_name as fileName',
  'v.content_hash as contentHash',
  'v.bytes',
  'v.blob_key as blobKey',
  'v.created_at as createdAt',
] as const

export async function insertVersion(db: WorkspaceDb, row: NewVersionRow): Promise<void> {
  await db.query
    .insertInto('document_versions')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
}

/** Newest first. */
export async function listVersionRows(db: WorkspaceDb, documentId: string): Promise<DocumentVersion[]> {
  return selectVersions(db, documentId).select(columns).orderBy('v.version', 'desc').execute()
}

export async function findVersion(db: WorkspaceDb, documentId: string, version: number): Promise<DocumentVersion | undefined> {
  return selectVersions(db, documentId).select(columns).where('v.version', '=', version).executeTakeFirst()
}

/** What the original files of a document take on the disk: those of older versions are kept as long as the document is. */
export async function sumStoredBytes(db: WorkspaceDb, documentId: string): Promise<number> {
  const summed = selectVersions(db, documentId).select(sql<number>`coalesce(sum(v.bytes), 0)::bigint`.as('bytes'))
  return (await summed.executeTakeFirstOrThrow()).bytes
}

/** Keeps the text of this version and drops those of older ones, which nothing points into any more. */
export async function replaceText(db: WorkspaceDb, documentId: string, text: DocumentText): Promise<void> {
  // A first version has none before it.
  if (text.version > 1)
    await db.query
      .deleteFrom('document_texts')
      .where('workspace_id', '=', db.workspaceId)
      .where('document_id', '=', documentId)
      .execute()
  await db.query
    .insertInto('document_texts')
    .values({
      workspace_id: db.workspaceId,
      document_id: documentId,
      version: text.version,
      text: text.text,
      headings: JSON.stringify(text.headings),
      pages: JSON.stringify(text.pages),
    })
    .execute()
}

export async function findText(db: WorkspaceDb, documentId: string): Promise<DocumentText | undefined> {
  const row = await db.query
    .selectFrom('document_texts as t')
    .innerJoin('brain_documents as d', (join) =>
      join
        .onRef('d.workspace_id', '=', 't.workspace_id')
        .onRef('d.id', '=', 't.document_id')
        .onRef('d.indexed_version', '=', 't.version'),
    )
    .where('t.workspace_id', '=', db.workspaceId)
    .where('t.document_id', '=', documentId)
    .where(isReadable(db))
    .select(['t.version', 't.text', 't.headings', 't.pages'])
    .executeTakeFirst()
  return row as DocumentText | undefined
}
