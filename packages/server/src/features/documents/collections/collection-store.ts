import type { CollectionAccess } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import { isReadableCollection, isVisibleCollection } from '../readable-documents.ts'
import type { Collection } from './collection.ts'

/** What is needed of a collection to put a document into it. */
export interface TargetCollection {
  readonly id: string
  readonly name: string
  readonly access: CollectionAccess
}

/** Those that the reader sees, by name. */
export async function listCollectionRows(db: WorkspaceDb): Promise<Collection[]> {
  return selectCollections(db).orderBy(sql`lower(c.name)`).orderBy('c.created_at').orderBy('c.id').execute()
}

export async function findCollection(db: WorkspaceDb, id: string): Promise<Collection | undefined> {
  return selectCollections(db).where('c.id', '=', id).executeTakeFirst()
}

/** Locks a collection until the end of the transaction: nobody puts a document into it or changes who reads it meanwhile. */
export async function lockCollection(db: WorkspaceDb, id: string): Promise<void> {
  await sql`select from collections where workspace_id = ${db.workspaceId} and id = ${id} for update`.execute(db.query)
}

/**
 * The collection with this id that the reader may read, held until the end of the transaction: it stays, and so does who reads it.
 * One that was just changed by another transaction is judged by what was before; look again.
 */
export async function holdReadableById(db: WorkspaceDb, id: string): Promise<TargetCollection | undefined> {
  return selectTargets(db).where('c.id', '=', id).executeTakeFirst()
}

/** As by id. Names that differ only in upper and lower case are one; an open collection goes before a closed one. */
export async function holdReadableByName(db: WorkspaceDb, name: string): Promise<TargetCollection | undefined> {
  return selectTargets(db)
    .where(sql`lower(c.name)`, '=', sql`lower(${name})`)
    .orderBy(sql`c.access = 'workspace' desc`)
    .orderBy('c.created_at')
    .orderBy('c.id')
    .limit(1)
    .executeTakeFirst()
}

export async function findOpenByName(db: WorkspaceDb, name: string): Promise<Collection | undefined> {
  return selectCollections(db)
    .where(sql`lower(c.name)`, '=', sql`lower(${name})`)
    .where('c.access', '=', 'workspace')
    .executeTakeFirst()
}

/** Does nothing when there is an open one of that name; a closed one may have any name. */
export async function insertCollection(
  db: WorkspaceDb,
  row: { id: string; name: string; access: CollectionAccess },
): Promise<void> {
  await db.query
    .insertInto('collections')
    .values({ workspace_id: db.workspaceId, ...row })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function updateCollection(
  db: WorkspaceDb,
  id: string,
  change: { name?: string; access?: CollectionAccess },
): Promise<void> {
  await db.query.updateTable('collections').set(change).where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

/** Fails while a document is in it, whether the reader sees it or not. */
export async function deleteCollectionRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('collections').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

/** Also the deleted ones, which can still be brought back. */
export async function countAllDocumentsIn(db: WorkspaceDb, id: string): Promise<number> {
  const counted = await db.query
    .selectFrom('brain_documents')
    .where('workspace_id', '=', db.workspaceId)
    .where('collection_id', '=', id)
    .select(sql<number>`count(*)::int`.as('documents'))
    .executeTakeFirstOrThrow()
  return counted.documents
}

function selectTargets(db: WorkspaceDb) {
  return db.query
    .selectFrom('collections as c')
    .where('c.workspace_id', '=', db.workspaceId)
    .where(isReadableCollection(db))
    .select(['c.id', 'c.name', 'c.access'])
    .forKeyShare('c')
    .$castTo<TargetCollection>()
}

function selectCollections(db: WorkspaceDb) {
  return db.query
    .selectFrom('collections as c')
    .where('c.workspace_id', '=', db.workspaceId)
    .where(isVisibleCollection(db))
    .select(['c.id', 'c.name', 'c.access', 'c.created_at as createdAt', isReadableCollection(db).as('isReadable')])
    .select(
      sql<number>`case when ${isReadableCollection(db)} then (select count(*)::int from brain_documents d
        where d.workspace_id = c.workspace_id and d.collection_id = c.id and d.deleted_at is null) else 0 end`.as('documents'),
    )
    .$castTo<Collection>()
}
