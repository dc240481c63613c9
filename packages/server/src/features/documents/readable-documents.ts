import { type RawBuilder, sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

// What the row policies say as well: there for the query that forgets, here for everyone who reads the query.

/** Whether the reader of the transaction may read the document `d`: it is in no collection, or in one the reader may read. */
export function isReadable(db: WorkspaceDb): RawBuilder<boolean> {
  if (db.reader === 'product') return sql<boolean>`true`
  // No index serves a case, which is meant: what is looked up by key stays looked up by key.
  return sql<boolean>`case when d.collection_id is null then true else d.collection_id = any (array(
    select c.id from collections c where c.workspace_id = ${db.workspaceId} and ${isReadableCollection(db)})) end`
}

/** Whether the reader may read what is in the collection `c`: it is open, or names the reader. */
export function isReadableCollection(db: WorkspaceDb): RawBuilder<boolean> {
  const { reader } = db
  if (reader === 'product') return sql<boolean>`true`
  if (reader === undefined) return sql<boolean>`(c.access = 'workspace')`
  return sql<boolean>`(c.access = 'workspace' or exists (
    select from collection_members m
    where m.workspace_id = c.workspace_id and m.collection_id = c.id and m.user_id = ${reader.userId}))`
}

/** Whether the reader sees that the collection `c` is there: those who manage collections see all of them. */
export function isVisibleCollection(db: WorkspaceDb): RawBuilder<boolean> {
  const { reader } = db
  const seesAll = typeof reader === 'object' && reader.managesCollections
  return seesAll ? sql<boolean>`true` : isReadableCollection(db)
}
