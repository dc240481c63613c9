import type { DocumentFormat, DocumentState } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { Document } from './document.ts'

const columns = [
  'd.id',
  'd.title',
  'd.is_title_given as isTitleGiven',
  'd.file_name as fileName',
  'd.format',
  'd.source',
  'd.language',
  'd.state',
  'd.failure_code as failureCode',
  'd.failure_message as failureMessage',
  'd.collection_id as collectionId',
  'c.name as collectionName',
  'd.version',
  'd.indexed_version as indexedVersion',
  'd.content_hash as contentHash',
  'd.bytes',
  'd.characters',
  'd.pages',
  'd.passages',
  'd.deleted_at as deletedAt',
  'd.created_at as createdAt',
  'd.updated_at as updatedAt',
] as const

/** Every document of the workspace, deleted ones too, with its collection. */
export function selectDocuments(db: WorkspaceDb) {
  return db.query
    .selectFrom('brain_documents as d')
    .leftJoin('collections as c', (join) =>
      join.onRef('c.workspace_id', '=', 'd.workspace_id').onRef('c.id', '=', 'd.collection_id'),
    )
    .where('d.workspace_id', '=', db.workspaceId)
    .select(columns)
}

export async function findDocument(db: WorkspaceDb, id: string): Promise<Document | undefined> {
  return (await selectDocuments(db).where('d.id', '=', id).where('d.deleted_at', 'is', null).executeTakeFirst()) as
    | Document
    | undefined
}

/** Locks the document until the end of the transaction; deleted ones are found too. */
export async function lockDocument(db: WorkspaceDb, id: string): Promise<Document | undefined> {
  return (await selectDocuments(db).where('d.id', '=', id).forUpdate('d').executeTakeFirst()) as Document | undefined
}

/** The living document with this content. */
export async function findByContent(db: WorkspaceDb, contentHash: string): Promise<Document | undefined> {
  const query = selectDocuments(db).where('d.content_hash', '=', contentHash).where('d.deleted_at', 'is', null)
  return (await query.executeTakeFirst()) as Document | undefined
}

/** The living document of this origin, locked until the end of the transaction. */
export async function lockBySource(db: WorkspaceDb, source: string): Promise<Document | undefined> {
  const query = selectDocuments(db).where('d.source', '=', source).where('d.deleted_at', 'is', null)
  return (await query.forUpdate('d').executeTakeFirst()) as Document | undefined
}

export interface NewDocumentRow {
  readonly id: string
  readonly title: string
  readonly is_title_given: boolean
  readonly file_name: string | null
  readonly format: DocumentFormat | null
  readonly source: string | null
  readonly collection_id: string | null
  readonly content_hash: string
  readonly bytes: number
  readonly created_by: string | null
}

/** @returns false when a living document has the same content or the same source */
export async function insertDocument(db: WorkspaceDb, row: NewDocumentRow): Promise<boolean> {
  const inserted = await db.query
    .insertInto('brain_documents')
    .values({ workspace_id: db.workspaceId, ...row })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export interface DocumentChange {
  readonly title?: string
  readonly is_title_given?: boolean
  readonly file_name?: string | null
  readonly format?: DocumentFormat | null
  readonly source?: string
  readonly author?: string | null
  readonly language?: string
  readonly collection_id?: string | null
  readonly state?: DocumentState
  readonly failure_code?: string | null
  readonly failure_message?: string | null
  readonly version?: number
  readonly indexed_version?: number
  readonly content_hash?: string
  readonly bytes?: number
  readonly characters?: number
  readonly pages?: number | null
  readonly passages?: number
  readonly deleted_at?: Date | null
}

export async function updateDocumentRow(db: WorkspaceDb, id: string, change: DocumentChange): Promise<void> {
  await db.query
    .updateTable('brain_documents')
    .set({ ...change, updated_at: sql<Date>`now()` })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Removes the row and, by its foreign keys, versions, texts and passages. */
export async function deleteDocumentRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('brain_documents').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}
