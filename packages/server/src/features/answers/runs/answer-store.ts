import type { RunState } from '@brain-ai/contract'
import { sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { AnswerRecord } from '../records/answer-record.ts'
import type { AnswerOutcome, AnswerRow, RunRequest, StoredCitation, StoredPassage } from './answer.ts'

/** Answers that the reader may see: their own, and those in shared conversations. */
export function selectAnswers(db: WorkspaceDb) {
  return db.query
    .selectFrom('agent_messages as m')
    .innerJoin('agent_versions as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'm.workspace_id')
        .onRef('v.agent_id', '=', 'm.agent_id')
        .onRef('v.version', '=', 'm.agent_version'),
    )
    .leftJoin('known_answers as k', (join) =>
      join.onRef('k.workspace_id', '=', 'm.workspace_id').onRef('k.id', '=', 'm.known_answer_id'),
    )
    .where('m.workspace_id', '=', db.workspaceId)
    .where('m.role', '=', 'assistant')
    .select([
      'm.id',
      'm.conversation_id as conversationId',
      'm.parent_id as parentId',
      'm.user_id as userId',
      sql<string>`m.question`.as('question'),
      sql<RunState>`m.state`.as('state'),
      sql<string>`m.agent_id`.as('agentId'),
      sql<string>`v.settings ->> 'name'`.as('agentName'),
      sql<number>`m.agent_version`.as('agentVersion'),
      sql<string>`coalesce(m.model, '')`.as('model'),
      sql<boolean>`coalesce(m.is_answered, false)`.as('isAnswered'),
      sql<string>`coalesce(m.language, 'en')`.as('language'),
      ...said,
      'm.input_tokens as inputTokens',
      'm.output_tokens as outputTokens',
      'm.timings',
      'm.is_from_cache as isFromCache',
      'm.failure_code as failureCode',
      'm.failure_message as failureMessage',
      'm.created_at as createdAt',
      'm.known_answer_id as knownAnswerId',
    ])
    .$castTo<AnswerRow>()
}

/** What a known answer says stands beside it. */
const said = [
  sql`coalesce(k.text, m.text)`.as('text'),
  sql`coalesce(k.citations, m.citations)`.as('citations'),
  sql`coalesce(k.passages, m.passages)`.as('passages'),
  sql`coalesce(k.sentences, m.sentences)`.as('sentences'),
  sql`coalesce(k.follow_ups, m.follow_ups)`.as('followUps'),
  sql`coalesce(k.document_ids, m.document_ids)`.as('documentIds'),
]

export function findAnswer(db: WorkspaceDb, id: string): Promise<AnswerRow | undefined> {
  return selectAnswers(db).where('m.id', '=', id).where(mayBeSeen(db)).executeTakeFirst()
}

/** What the row policy says as well. */
export function mayBeSeen(db: WorkspaceDb) {
  const { reader } = db
  if (reader === 'product') return sql<boolean>`true`
  return sql<boolean>`(m.user_id = ${reader?.userId ?? null} or exists (
    select from conversations c where c.workspace_id = m.workspace_id and c.id = m.conversation_id and c.is_shared))`
}

export function findByIdempotencyKey(db: WorkspaceDb, userId: string, key: string): Promise<AnswerRow | undefined> {
  return selectAnswers(db).where('m.user_id', '=', userId).where('m.idempotency_key', '=', key).executeTakeFirst()
}

/** An answer that is being made. Does nothing where the same member has an answer with this idempotency key. */
export async function insertAnswer(db: WorkspaceDb, userId: string, run: RunRequest, model: string): Promise<boolean> {
  const inserted = await beginAnswer(db, db.query, userId, run, model).executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The same together with its lease, in one round trip: the answer waits for nothing else. */
export async function insertLeasedAnswer(
  db: WorkspaceDb,
  userId: string,
  run: RunRequest,
  made: { model: string; token: string; leaseMs: number },
): Promise<boolean> {
  const { token, leaseMs } = made
  const inserted = await db.query
    .with('begun', (query) => beginAnswer(db, query, userId, run, made.model).returning('id'))
    .insertInto('agent_runs')
    .columns(['workspace_id', 'id', 'user_id', 'lease_token', 'lease_until'])
    .expression((query) =>
      query
        .selectFrom('begun')
        .select([
          sql<string>`${db.workspaceId}::uuid`.as('workspace_id'),
          'id',
          sql<string>`${userId}::text`.as('user_id'),
          sql<string>`${token}::uuid`.as('lease_token'),
          sql<Date>`now() + ${leaseMs}::int * interval '1 ms'`.as('lease_until'),
        ]),
    )
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

function beginAnswer(
  db: WorkspaceDb,
  query: Pick<WorkspaceDb['query'], 'insertInto'>,
  userId: string,
  run: RunRequest,
  model: string,
) {
  return query
    .insertInto('agent_messages')
    .values({
      workspace_id: db.workspaceId,
      id: run.id,
      conversation_id: run.conversationId,
      parent_id: run.questionId,
      user_id: userId,
      role: 'assistant',
      state: 'running',
      question: run.question,
      agent_id: run.agent.id,
      agent_version: run.agent.version,
      model,
      idempotency_key: run.idempotencyKey ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'user_id', 'idempotency_key']).where('idempotency_key', 'is not', null).doNothing(),
    )
}

/** What of an answer is known while it is made. */
export interface AnswerProgress {
  readonly text: string
  readonly citations: readonly StoredCitation[]
  readonly passages: readonly StoredPassage[]
  readonly documentIds: readonly string[]
}

/** How the making of an answer ended. */
export interface AnswerEnd extends AnswerProgress {
  readonly state: Exclude<RunState, 'running'>
  readonly model: string
  readonly outcome: AnswerOutcome
  readonly totalMs: number
  readonly failure: { readonly code: string; readonly message: string } | undefined
}

/** False when it had ended before. */
export async function updateEnd(db: WorkspaceDb, id: string, end: AnswerEnd): Promise<boolean> {
  const { outcome, failure } = end
  const updated = await updateRunning(db, id)
    .set({
      ...progressColumns(end),
      state: end.state,
      model: end.model,
      is_answered: outcome.isAnswered,
      language: outcome.language,
      sentences: jsonText(outcome.sentences),
      follow_ups: jsonText(outcome.followUps),
      input_tokens: outcome.usage.inputTokens,
      output_tokens: outcome.usage.outputTokens,
      timings: jsonText({ ...outcome.timings, totalMs: end.totalMs }),
      is_from_cache: outcome.isFromCache ?? false,
      failure_code: failure?.code ?? null,
      failure_message: failure?.message ?? null,
      finished_at: sql`now()`,
    })
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Ends an answer whose process is gone, with what was said until then. */
export async function markInterrupted(db: WorkspaceDb, id: string): Promise<void> {
  await updateRunning(db, id)
    .set({ state: 'interrupted', failure_code: 'run/interrupted', failure_message: interruption, finished_at: sql`now()` })
    .execute()
}

export const interruption = 'The server stopped while this was being answered. Ask again to get the whole answer.'

export async function insertRecord(
  db: WorkspaceDb,
  row: { messageId: string; userId: string; corpusVersion: number; replayOf: string | null; record: AnswerRecord },
): Promise<void> {
  await db.query
    .insertInto('answer_records')
    .values({
      workspace_id: db.workspaceId,
      message_id: row.messageId,
      user_id: row.userId,
      corpus_version: row.corpusVersion,
      replay_of: row.replayOf,
      record: jsonText(row.record),
    })
    .execute()
}

function updateRunning(db: WorkspaceDb, id: string) {
  return db.query
    .updateTable('agent_messages')
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'running')
}

const progressColumns = ({ text, citations, passages, documentIds }: AnswerProgress) => ({
  text,
  citations: jsonText(citations),
  passages: jsonText(passages),
  document_ids: [...documentIds],
})
