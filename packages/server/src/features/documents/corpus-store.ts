import { type RawBuilder, sql } from 'kysely'
import type { SystemDb, WorkspaceDb } from '#platform/database'

/** Notified at the commit of whatever raises the version of a workspace: `<workspace> <version>`. */
export const corpusChannel = 'brain_corpus'

/**
 * Says that what can be answered, or by whom it may be read, is another from this commit on: what was made before is never given
 * again. Last in a transaction: its row is locked until the end.
 */
export async function raiseCorpusVersion(db: WorkspaceDb): Promise<void> {
  await sql`
    with raised as (
      insert into corpus_versions as c (workspace_id, version) values (${db.workspaceId}, 1)
      on conflict (workspace_id) do update set version = c.version + 1
      returning workspace_id, version
    )
    select pg_notify(${corpusChannel}, workspace_id || ' ' || version) from raised`.execute(db.query)
}

/** Grows with each document that is indexed, deleted, renamed or moved, and with each change of who reads a collection. */
export async function findCorpusVersion(db: WorkspaceDb): Promise<number> {
  const row = await db.query
    .selectFrom('corpus_versions')
    .select('version')
    .where('workspace_id', '=', db.workspaceId)
    .executeTakeFirst()
  return Number(row?.version ?? 0)
}

/** Of all of these workspaces that have documents. */
export async function listCorpusVersions(
  db: SystemDb,
  workspaceIds: readonly string[],
): Promise<{ workspaceId: string; version: number }[]> {
  const { rows } = await sql<{ workspaceId: string; version: number }>`
    select workspace_id as "workspaceId", version from corpus_versions
    where workspace_id = any(${workspaceIds}::uuid[])`.execute(db.query)
  return rows
}

/** What somebody may read at one moment: two members with the same state read the same documents. */
export interface ReadingState {
  readonly corpusVersion: number
  /** All that tells apart who may read what, at this version: the collections that name the reader, and the days of the workspace. */
  readonly access: string
}

/** The states of these members, in their order, as one value of a query: all of it is of one moment. */
export const readingStates = ({ workspaceId }: WorkspaceDb, userIds: readonly string[]): RawBuilder<ReadingState[]> => sql`(
  select jsonb_agg(jsonb_build_object(
    'corpusVersion', coalesce((select version from corpus_versions where workspace_id = ${workspaceId}), 0),
    'access', (select time_zone from workspaces where id = ${workspaceId}) || coalesce((
      select string_agg(' ' || m.collection_id, '' order by m.collection_id) from collection_members m
      where m.workspace_id = ${workspaceId} and m.user_id = u.id), '')) order by u.place)
  from unnest(${userIds}::text[]) with ordinality as u (id, place))`

/** Of the member on whose behalf the transaction reads. */
export async function findReadingState(db: WorkspaceDb): Promise<ReadingState> {
  if (typeof db.reader !== 'object') throw new Error('What a member may read is asked on behalf of that member.')
  const { rows } = await sql<{ states: ReadingState[] }>`
    /* keep plan */ select ${readingStates(db, [db.reader.userId])} as states`.execute(db.query)
  return rows[0]!.states[0]!
}
