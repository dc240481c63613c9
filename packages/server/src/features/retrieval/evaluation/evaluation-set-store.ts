import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface EvaluationSet {
  readonly id: string
  readonly name: string
  /** Those that the reader sees. */
  readonly questions: number
  readonly createdAt: Date
}

/** By name. */
export async function listSetRows(db: WorkspaceDb): Promise<EvaluationSet[]> {
  return selectSets(db).orderBy(sql`lower(s.name)`).execute()
}

export async function findSet(db: WorkspaceDb, id: string): Promise<EvaluationSet | undefined> {
  return selectSets(db).where('s.id', '=', id).executeTakeFirst()
}

/** Locked until the end of the transaction: nobody adds questions to it or starts a run meanwhile. @returns whether it exists */
export async function lockSet(db: WorkspaceDb, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from evaluation_sets where workspace_id = ${db.workspaceId} and id = ${id} for update`.execute(db.query)
  return rows.length === 1
}

export async function insertSet(db: WorkspaceDb, row: { id: string; name: string; created_by: string }): Promise<void> {
  await db.query
    .insertInto('evaluation_sets')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
}

export async function renameSetRow(db: WorkspaceDb, id: string, name: string): Promise<void> {
  await db.query
    .updateTable('evaluation_sets')
    .set({ name })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** With its questions and runs, also those that the reader does not see. */
export async function deleteSetRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('evaluation_sets').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

function selectSets(db: WorkspaceDb) {
  return db.query
    .selectFrom('evaluation_sets as s')
    .where('s.workspace_id', '=', db.workspaceId)
    .select(['s.id', 's.name', 's.created_at as createdAt'])
    .select(
      sql<number>`(select count(*)::int from evaluation_questions q where q.workspace_id = s.workspace_id and q.set_id = s.id)`.as(
        'questions',
      ),
    )
}
