import type {
  EvaluationResultView,
  EvaluationRunState,
  EvaluationSummary,
  QuestionMeasures,
  RetrievalOptions,
} from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { MeasuredQuestion } from './summarize-run.ts'

/** As it is stored; options may be of an older version, so they are parsed by whoever reads them. */
export interface RunRow {
  readonly id: string
  readonly setId: string
  readonly startedBy: string
  readonly state: EvaluationRunState
  readonly optionsA: unknown
  readonly optionsB: unknown
  readonly questions: number
  readonly done: number
  readonly skipped: number
  readonly summary: unknown
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

function selectRuns(db: WorkspaceDb) {
  return db.query
    .selectFrom('evaluation_runs as r')
    .where('r.workspace_id', '=', db.workspaceId)
    .select([
      'r.id',
      'r.set_id as setId',
      'r.started_by as startedBy',
      'r.state',
      'r.options_a as optionsA',
      'r.options_b as optionsB',
      'r.questions',
      'r.done',
      'r.skipped',
      'r.summary',
      'r.failure_code as failureCode',
      'r.failure_message as failureMessage',
      'r.created_at as createdAt',
      'r.finished_at as finishedAt',
    ])
    .$castTo<RunRow>()
}

/** Newest first. */
export const listRunRows = (db: WorkspaceDb, setId: string, startedBy: string): Promise<RunRow[]> =>
  selectRuns(db)
    .where('r.set_id', '=', setId)
    .where('r.started_by', '=', startedBy)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .execute()

export const findRun = (db: WorkspaceDb, id: string): Promise<RunRow | undefined> =>
  selectRuns(db).where('r.id', '=', id).executeTakeFirst()

/** A run of a set that a member started. */
export const findOwnRun = (db: WorkspaceDb, setId: string, id: string, startedBy: string): Promise<RunRow | undefined> =>
  selectRuns(db).where('r.id', '=', id).where('r.set_id', '=', setId).where('r.started_by', '=', startedBy).executeTakeFirst()

export async function insertRun(
  db: WorkspaceDb,
  row: { id: string; setId: string; startedBy: string; a: RetrievalOptions; b: RetrievalOptions | null; questions: number },
): Promise<void> {
  await sql`
    insert into evaluation_runs (workspace_id, id, set_id, started_by, options_a, options_b, questions)
    values (${db.workspaceId}, ${row.id}, ${row.setId}, ${row.startedBy}, ${JSON.stringify(row.a)}::jsonb,
      ${row.b && JSON.stringify(row.b)}::jsonb, ${row.questions})`.execute(db.query)
}

/** Only while it has not ended. @returns whether it changed */
export async function updateActiveRun(
  db: WorkspaceDb,
  id: string,
  change: {
    state?: EvaluationRunState
    questions?: number
    done?: number
    skipped?: number
    summary?: EvaluationSummary
    failure_code?: string
    failure_message?: string
  },
): Promise<boolean> {
  const { summary, ...rest } = change
  const isEnd = change.state !== undefined && !['queued', 'running'].includes(change.state)
  const updated = await db.query
    .updateTable('evaluation_runs')
    .set({
      ...rest,
      ...(summary && { summary: sql`${JSON.stringify(summary)}::jsonb` }),
      ...(isEnd && { finished_at: sql<Date>`now()` }),
    })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export async function deleteRunRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('evaluation_runs').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

/** Ended runs of a member in a set, but for the newest. */
export async function deleteOldRuns(db: WorkspaceDb, setId: string, startedBy: string, kept: number): Promise<void> {
  await sql`
    delete from evaluation_runs where workspace_id = ${db.workspaceId} and id in (
      select r.id from evaluation_runs r
      where r.workspace_id = ${db.workspaceId} and r.set_id = ${setId} and r.started_by = ${startedBy}
        and r.state not in ('queued', 'running')
      order by r.created_at desc, r.id desc offset ${kept}
    )`.execute(db.query)
}

export interface ResultRow extends MeasuredQuestion {
  readonly questionId: string
}

/** Of questions and runs that were deleted meanwhile nothing is kept; what is there stays as it is. */
export async function insertResults(db: WorkspaceDb, runId: string, results: readonly ResultRow[]): Promise<void> {
  await sql`
    insert into evaluation_results (workspace_id, run_id, question_id, measures_a, measures_b)
    select ${db.workspaceId}, r.id, q.id, given.a, given.b
    from unnest(${results.map(({ questionId }) => questionId)}::uuid[], ${results.map(({ a }) => JSON.stringify(a))}::jsonb[],
      ${results.map(({ b }) => b && JSON.stringify(b))}::jsonb[]) as given (question_id, a, b)
    join evaluation_runs r on r.workspace_id = ${db.workspaceId} and r.id = ${runId}
    join evaluation_questions q on q.workspace_id = ${db.workspaceId} and q.id = given.question_id
    on conflict do nothing`.execute(db.query)
}

/** In the order of the questions. */
export async function listResultRows(db: WorkspaceDb, runId: string): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select question_id as "questionId", measures_a as a, measures_b as b from evaluation_results
    where workspace_id = ${db.workspaceId} and run_id = ${runId} order by question_id`.execute(db.query)
  return rows
}

export type ResultFilter = 'better' | 'worse' | 'differing' | 'missed'

const difference = sql`((r.measures_b ->> 'ndcg10')::float8 - (r.measures_a ->> 'ndcg10')::float8)`

const conditions = {
  better: sql`${difference} > 0`,
  worse: sql`${difference} < 0`,
  differing: sql`${difference} <> 0`,
  missed: sql`coalesce(r.measures_b, r.measures_a) ->> 'firstHit' is null`,
} as const satisfies Record<ResultFilter, unknown>

/** With their questions: those that differ most come first, then those that went worst. */
export async function listResults(
  db: WorkspaceDb,
  runId: string,
  page: { only?: ResultFilter | undefined; offset: number; limit: number },
): Promise<{ results: EvaluationResultView[]; total: number }> {
  const from = sql`
    from evaluation_results r join evaluation_questions q on q.workspace_id = r.workspace_id and q.id = r.question_id
    where r.workspace_id = ${db.workspaceId} and r.run_id = ${runId} ${page.only ? sql`and ${conditions[page.only]}` : sql``}`
  const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db.query)
  type Row = { questionId: string; question: string; language: string; a: QuestionMeasures; b: QuestionMeasures | null }
  const { rows } = await sql<Row>`
    select q.id as "questionId", q.question, q.language, r.measures_a as a, r.measures_b as b ${from}
    order by abs(${difference}) desc nulls last, (r.measures_a ->> 'ndcg10')::float8, q.id
    offset ${page.offset} limit ${page.limit}`.execute(db.query)
  return { results: rows, total: counted.rows[0]!.total }
}
