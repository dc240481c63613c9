import type { TestRunView } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface TestRun {
  readonly id: string
  readonly agentId: string
  readonly userId: string
  readonly versions: number[]
  readonly state: TestRunView['state']
  readonly createdAt: Date
  readonly finishedAt: Date | null
  readonly total: number
  readonly done: number
}

function selectTestRuns(db: WorkspaceDb) {
  return db.query
    .selectFrom('agent_test_runs as r')
    .where('r.workspace_id', '=', db.workspaceId)
    .select([
      'r.id',
      'r.agent_id as agentId',
      'r.user_id as userId',
      'r.versions',
      'r.state',
      'r.created_at as createdAt',
      'r.finished_at as finishedAt',
      sql<number>`(select count(*)::int from agent_test_results t where t.workspace_id = r.workspace_id and t.run_id = r.id)`.as(
        'total',
      ),
      sql<number>`(select count(*)::int from agent_test_results t
        where t.workspace_id = r.workspace_id and t.run_id = r.id and t.message_id is not null)`.as('done'),
    ])
    .$castTo<TestRun>()
}

/** What somebody has started, newest first. */
export function listTestRunRows(db: WorkspaceDb, of: { agentId: string; userId: string }): Promise<TestRun[]> {
  return selectTestRuns(db)
    .where('r.agent_id', '=', of.agentId)
    .where('r.user_id', '=', of.userId)
    .orderBy('r.id', 'desc')
    .limit(100)
    .execute()
}

export function findTestRun(db: WorkspaceDb, id: string): Promise<TestRun | undefined> {
  return selectTestRuns(db).where('r.id', '=', id).executeTakeFirst()
}

export async function insertTestRun(
  db: WorkspaceDb,
  row: { id: string; agent_id: string; user_id: string; versions: number[] },
  questions: readonly { id: string; question: string; expectation: string }[],
): Promise<void> {
  await db.query
    .insertInto('agent_test_runs')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
  await db.query
    .insertInto('agent_test_results')
    .values(
      questions.flatMap(({ id, question, expectation }, position) =>
        [0, 1].map((side) => ({
          ...{ workspace_id: db.workspaceId, run_id: row.id, position, side, user_id: row.user_id },
          ...{ question_id: id, question, expectation },
        })),
      ),
    )
    .execute()
}

export interface TestResult {
  readonly position: number
  readonly side: number
  readonly questionId: string
  readonly question: string
  readonly expectation: string
  readonly messageId: string | null
}

/** In the order of the questions, the first version before the second. */
export function listTestResults(db: WorkspaceDb, runId: string): Promise<TestResult[]> {
  return db.query
    .selectFrom('agent_test_results')
    .where('workspace_id', '=', db.workspaceId)
    .where('run_id', '=', runId)
    .select(['position', 'side', 'question_id as questionId', 'question', 'expectation', 'message_id as messageId'])
    .orderBy('position')
    .orderBy('side')
    .execute()
}

export async function setTestAnswer(
  db: WorkspaceDb,
  of: { runId: string; position: number; side: number },
  messageId: string,
): Promise<void> {
  await db.query
    .updateTable('agent_test_results')
    .set({ message_id: messageId })
    .where('workspace_id', '=', db.workspaceId)
    .where('run_id', '=', of.runId)
    .where('position', '=', of.position)
    .where('side', '=', of.side)
    .execute()
}

/** Does nothing to one that has ended. */
export async function endTestRun(db: WorkspaceDb, id: string, state: 'complete' | 'cancelled' | 'failed'): Promise<void> {
  await db.query
    .updateTable('agent_test_runs')
    .set({ state, finished_at: sql`now()` })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}
