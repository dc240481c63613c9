import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface CollectionReader {
  readonly userId: string
  readonly name: string
}

/** The members that a collection names, by name. */
export async function listReaders(db: WorkspaceDb, collectionId: string): Promise<CollectionReader[]> {
  return db.query
    .selectFrom('collection_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .where('m.workspace_id', '=', db.workspaceId)
    .where('m.collection_id', '=', collectionId)
    .select(['m.user_id as userId', 'u.name'])
    .orderBy(sql`lower(u.name)`)
    .orderBy('m.user_id')
    .execute()
}

/** Those of some users who are members of the workspace; they stay so until the end of the transaction. */
export async function holdMembersAmong(db: WorkspaceDb, userIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select user_id as "userId" from workspace_members
    where workspace_id = ${db.workspaceId} and user_id = any(${[...userIds]}::text[])
    order by user_id for key share`.execute(db.query)
  return rows.map(({ userId }) => userId)
}

/** Whoever is named already stays so. */
export async function insertReaders(db: WorkspaceDb, collectionId: string, userIds: readonly string[]): Promise<void> {
  await sql`
    insert into collection_members (workspace_id, collection_id, user_id)
    select ${db.workspaceId}, ${collectionId}, u.id from unnest(${[...userIds]}::text[]) as u (id)
    on conflict do nothing`.execute(db.query)
}

export async function deleteReadersExcept(db: WorkspaceDb, collectionId: string, userIds: readonly string[]): Promise<void> {
  await sql`
    delete from collection_members
    where workspace_id = ${db.workspaceId} and collection_id = ${collectionId}
      and user_id <> all(${[...userIds]}::text[])`.execute(db.query)
}
