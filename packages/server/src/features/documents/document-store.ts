import type { CollectionAccess, DocumentFormat, DocumentState } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { Document, Place } from './document.ts'
import { isReadable } from './readable-documents.ts'

const columnsOf = <T extends 'd' | 'brain_documents'>(table: T) =>
  [
    `${table}.id`,
    `${table}.title`,
    `${table}.is_title_given as isTitleGiven`,
    `${table}.file_name as fileName`,
    `${table}.format`,
    `${table}.source`,
    `${table}.language`,
    `${table}.tags`,
    `${table}.state`,
    `${table}.failure_code as failureCode`,
    `${table}.failure_message as failureMessage`,
    `${table}.collection_id as collectionId`,
    `${table}.version`,
    `${table}.indexed_version as indexedVersion`,
    `${table}.content_hash as contentHash`,
    `${table}.bytes`,
    `${table}.characters`,
    `${table}.pages`,
    `${table}.passages`,
    `${table}.deleted_at as deletedAt`,
    `${table}.created_at as createdAt`,
    `${table}.updated_at as updatedAt`,
  ] as const

/** Every document of the workspace that the reader may read, deleted ones too, with its collection. */
export function selectDocuments(db: WorkspaceDb) {
  return db.query
    .selectFrom('brain_documents as d')
    .leftJoin('collections as c', (join) =>
      join.onRef('c.workspace_id', '=', 'd.workspace_id').onRef('c.id', '=', 'd.collection_id'),
    )
    .where('d.workspace_id', '=', db.workspaceId)
    .where(isReadable(db))
    .select([...columnsOf('d'), 'c.name as collectionName', 'c.access as collectionAccess'])
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

/** The living document with this content that counts as the same one at this place. */
export async function findByContent(db: WorkspaceDb, contentHash: string, place: Place): Promise<Document | undefined> {
  const query = selectAround(db, place).where('d.content_hash', '=', contentHash)
  return (await query.executeTakeFirst()) as Document | undefined
}

/** The living document of this origin that counts as the same one at this place. */
export async function findBySource(db: WorkspaceDb, source: string, place: Place): Promise<Document | undefined> {
  return (await selectAround(db, place).where('d.source', '=', source).executeTakeFirst()) as Document | undefined
}

/** The same, locked until the end of the transaction. */
export async function lockBySource(db: WorkspaceDb, source: string, place: Place): Promise<Document | undefined> {
  const query = selectAround(db, place).where('d.source', '=', source)
  return (await query.forUpdate('d').executeTakeFirst()) as Document | undefined
}

/** The living document in the very same collection with this content, or of this origin. */
export async function findTwinIn(
  db: WorkspaceDb,
  collectionId: string | null,
  of: { contentHash: string; source: string | null },
): Promise<Document | undefined> {
  const query = selectDocuments(db)
    .where('d.deleted_at', 'is', null)
    .where('d.collection_id', 'is not distinct from', collectionId)
    .where((or) => or.or([or('d.content_hash', '=', of.contentHash), or('d.source', '=', of.source)]))
  return (await query.limit(1).executeTakeFirst()) as Document | undefined
}

/** What is in the same collection comes first. A closed collection knows nothing of the others, nor they of it. */
function selectAround(db: WorkspaceDb, { collectionId, isClosed }: Place) {
  const living = selectDocuments(db).where('d.deleted_at', 'is', null)
  if (isClosed) return living.where('d.collection_id', '=', collectionId).limit(1)
  return living
    .where((or) => or.or([or('d.collection_id', 'is', null), or('c.access', '=', 'workspace')]))
    .orderBy(sql`d.collection_id is not distinct from ${collectionId}::uuid desc`)
    .orderBy('d.created_at')
    .orderBy('d.id')
    .limit(1)
}

export interface NewDocumentRow {
  readonly id: string
  readonly title: string
  readonly is_title_given: boolean
  readonly file_name: string | null
  readonly format: DocumentFormat | null
  readonly source: string | null
  readonly collection_id: string | null
  readonly tags: string[]
  readonly content_hash: string
  readonly bytes: number
  readonly created_by: string | null
}

/** @returns undefined when a living document of the same collection has the same content or the same source */
export async function insertDocument(
  db: WorkspaceDb,
  row: NewDocumentRow,
  collection: { name: string; access: CollectionAccess } | undefined,
): Promise<Document | undefined> {
  const inserted = await db.query
    .insertInto('brain_documents')
    .values({ workspace_id: db.workspaceId, ...row })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columnsOf('brain_documents'))
    .executeTakeFirst()
  return inserted && { ...inserted, collectionName: collection?.name ?? null, collectionAccess: collection?.access ?? null }
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
  readonly tags?: string[]
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
