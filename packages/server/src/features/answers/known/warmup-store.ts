import type { WarmupState } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { JobFailure } from '#platform/jobs'

export interface WarmupCounts {
  readonly questions: number
  readonly done: number
  readonly warmed: number
  readonly known: number
  readonly failed: number
  readonly tokens: number
}

export interface Warmup extends WarmupCounts {
  readonly id: string
  readonly state: WarmupState
  readonly maxQuestions: number
  readonly maxTokens: number
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

const open = ['queued', 'running'] as const

function selectWarmups(db: WorkspaceDb) {
  return db.query
    .selectFrom('cache_warmups')
    .where('workspace_id', '=', db.workspaceId)
    .select(['id', 'state', 'questions', 'done', 'warmed', 'known', 'failed', 'tokens'])
    .select(['max_questions as maxQuestions', 'max_tokens as maxTokens', 'created_at as createdAt', 'finished_at as finishedAt'])
    .select(['failure_code as failureCode', 'failure_message as failureMessage'])
    .$castTo<Warmup>()
}

export function findWarmup(db: WorkspaceDb, id: string): Promise<Warmup | undefined> {
  return selectWarmups(db).where('id', '=', id).executeTakeFirst()
}

export function findNewestWarmup(db: WorkspaceDb): Promise<Warmup | undefined> {
  return selectWarmups(db).orderBy('id', 'desc').limit(1).executeTakeFirst()
}

/** The one that waits or runs. */
export function findOpenWarmup(db: WorkspaceDb): Promise<Warmup | undefined> {
  return selectWarmups(db).where('state', 'in', open).executeTakeFirst()
}

/** False where one waits or runs already. */
export async function insertWarmup(
  db: WorkspaceDb,
  { id, maxQuestions, maxTokens }: { id: string; maxQuestions: number; maxTokens: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.query
    .insertInto('cache_warmups')
    .values({ workspace_id: db.workspaceId, id, max_questions: maxQuestions, max_tokens: maxTokens })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Does nothing to one that has ended. */
export async function updateWarmup(db: WorkspaceDb, id: string, counts: WarmupCounts): Promise<void> {
  await db.query
    .updateTable('cache_warmups')
    .set({ ...counts, state: 'running' })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .where('state', 'in', open)
    .execute()
}

/** Does nothing to one that has ended. */
export async function endWarmup(
  db: WorkspaceDb,
  id: string,
  state: 'complete' | 'stopped' | 'failed',
  failure?: JobFailure,
): Promise<void> {
  await db.query
    .updateTable('cache_warmups')
    .set({ state, failure_code: failure?.code ?? null, failure_message: failure?.message ?? null, finished_at: sql`now()` })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .where('state', 'in', open)
    .execute()
}

export interface AskedOften {
  readonly agentId: string
  readonly question: string
  /** Of the members of today, who asked it last. */
  readonly userId: string
}

/**
 * The questions that stand alone and were asked most often of agents that use the cache: single ones, and those that begin a
 * conversation. Who is no member any more, and what the product asked to compare agents, does not count.
 */
export async function listAskedOften(db: WorkspaceDb, since: Date, limit: number): Promise<AskedOften[]> {
  const { rows } = await sql<AskedOften>`
    select m.agent_id as "agentId", m.question, (array_agg(m.user_id order by m.created_at desc))[1] as "userId"
    from (
      select agent_id, user_id, created_at, parent_id, id,
        normalize(btrim(regexp_replace(question, '\\s+', ' ', 'g')), nfc) as question
      from agent_messages
      where workspace_id = ${db.workspaceId} and role = 'assistant' and state = 'complete' and created_at >= ${since}
    ) m
    join agents a on a.workspace_id = ${db.workspaceId} and a.id = m.agent_id and a.deleted_at is null
    join agent_versions v on v.workspace_id = ${db.workspaceId} and v.agent_id = a.id and v.version = a.version
    join workspace_members w on w.workspace_id = ${db.workspaceId} and w.user_id = m.user_id
    left join agent_messages q on q.workspace_id = ${db.workspaceId} and q.id = m.parent_id
    left join answer_records r on r.workspace_id = ${db.workspaceId} and r.message_id = m.id
    where q.parent_id is null and r.replay_of is null and v.settings ->> 'usesCache' is distinct from 'false'
      and not exists (
        select from agent_test_results t where t.workspace_id = ${db.workspaceId} and t.message_id = m.id)
    group by m.agent_id, m.question
    order by count(*) desc, max(m.created_at) desc limit ${limit}`.execute(db.query)
  return rows
}
