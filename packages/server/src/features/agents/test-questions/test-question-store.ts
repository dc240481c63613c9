import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface TestQuestion {
  readonly id: string
  readonly question: string
  readonly expectation: string
  readonly createdAt: Date
}

/** In the order they were kept. */
export function listTestQuestionRows(db: WorkspaceDb, agentId: string): Promise<TestQuestion[]> {
  return selectTestQuestions(db, agentId).orderBy('id').execute()
}

export function findTestQuestion(db: WorkspaceDb, agentId: string, id: string): Promise<TestQuestion | undefined> {
  return selectTestQuestions(db, agentId).where('id', '=', id).executeTakeFirst()
}

export async function countTestQuestions(db: WorkspaceDb, agentId: string): Promise<number> {
  const counted = selectTestQuestions(db, agentId).clearSelect().select(sql<number>`count(*)::int`.as('questions'))
  return (await counted.executeTakeFirstOrThrow()).questions
}

export async function insertTestQuestion(
  db: WorkspaceDb,
  row: { id: string; agent_id: string; question: string; expectation: string },
): Promise<void> {
  await db.query
    .insertInto('agent_test_questions')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
}

export async function updateTestQuestionRow(
  db: WorkspaceDb,
  id: string,
  change: { question?: string; expectation?: string },
): Promise<void> {
  await db.query
    .updateTable('agent_test_questions')
    .set(change)
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}

export async function deleteTestQuestion(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('agent_test_questions').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

function selectTestQuestions(db: WorkspaceDb, agentId: string) {
  return db.query
    .selectFrom('agent_test_questions')
    .where('workspace_id', '=', db.workspaceId)
    .where('agent_id', '=', agentId)
    .select(['id', 'question', 'expectation', 'created_at as createdAt'])
}
