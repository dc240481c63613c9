import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface Collection {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  /** Living documents in it. */
  readonly documents: number
}

/** By name. */
export async function listCollectionRows(db: WorkspaceDb): Promise<Collection[]> {
  return selectCollections(db).orderBy(sql`lower(c.name)`).execute()
}

export async function findCollection(db: WorkspaceDb, id: string): Promise<Collection | undefined> {
  return selectCollections(db).where('c.id', '=', id).executeTakeFirst()
}

/** Names that differ only in upper and lower case are one. */
export async function findCollectionByName(db: WorkspaceDb, name: string): Promise<Collection | undefined> {
  return selectCollections(db).where(sql`lower(c.name)`, '=', sql`lower(${name})`).executeTakeFirst()
}

/** Does nothing when there is one of that name. */
export async function insertCollection(db: WorkspaceDb, row: { id: string; name: string }): Promise<void> {
  await db.query
    .insertInto('collections')
    .values({ workspace_id: db.workspaceId, ...row })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function selectCollections(db: WorkspaceDb) {
  return db.query
    .selectFrom('collections as c')
    .where('c.workspace_id', '=', db.workspaceId)
    .select(['c.id', 'c.name', 'c.created_at as createdAt'])
    .select(
      sql<number>`(select count(*)::int from brain_documents d
        where d.workspace_id = c.workspace_id and d.collection_id = c.id and d.deleted_at is null)`.as('documents'),
    )
}
