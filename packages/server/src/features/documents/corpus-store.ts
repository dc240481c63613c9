import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

/**
 * Says that what can be answered, or by whom it may be read, is another from this commit on. Last in a transaction: its row is
 * locked until the end.
 */
export async function raiseCorpusVersion(db: WorkspaceDb): Promise<void> {
  await sql`
    insert into corpus_versions as c (workspace_id, version) values (${db.workspaceId}, 1)
    on conflict (workspace_id) do update set version = c.version + 1`.execute(db.query)
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
