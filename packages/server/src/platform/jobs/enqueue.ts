import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { JobKind } from './define-job.ts'
import { wakeChannel } from './job-store.ts'

interface EnqueueOptions {
  /** Not before this time; at once unless told. */
  readonly runAt?: Date
  /** While a job of this kind with this key waits or runs, there is no second one. */
  readonly dedupeKey?: string
}

/**
 * Adds a job in the transaction of the caller: it commits with the caller's rows or not at all, and wakes a runner once committed.
 * @returns the id of the job, or undefined when one with the same key is already there
 */
export async function enqueue<Payload>(
  db: WorkspaceDb,
  kind: JobKind<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<string | undefined> {
  const id = randomUUIDv7()
  const added = await sql`
    insert into jobs (workspace_id, id, queue, payload, max_attempts, run_at, dedupe_key)
    values (${db.workspaceId}, ${id}, ${kind.queue}, ${JSON.stringify(payload)}::jsonb, ${kind.maxAttempts},
      coalesce(${options.runAt ?? null}::timestamptz, now()), ${options.dedupeKey ?? null})
    on conflict (workspace_id, queue, dedupe_key) where state in ('ready', 'active') and dedupe_key is not null do nothing
    returning id`.execute(db.query)
  if (added.rows.length === 0) return undefined
  await sql`select pg_notify(${wakeChannel}, '')`.execute(db.query)
  return id
}

/**
 * Locks the job with this key, if it waits or runs. A run locks its job before the rows that it works on: who cancels the job after
 * locking one of those rows has to hold the job before, or both could wait for each other.
 */
export async function holdJob(db: WorkspaceDb, kind: Pick<JobKind<unknown>, 'queue'>, dedupeKey: string): Promise<void> {
  await sql`
    select from jobs
    where workspace_id = ${db.workspaceId} and queue = ${kind.queue} and dedupe_key = ${dedupeKey} and state in ('ready', 'active')
    for update`.execute(db.query)
}

/**
 * Cancels the job with this key: one that waits at once, one that runs as soon as its process hears of it. From the commit on
 * nothing that the run writes takes effect, and the key is free for another job.
 * @returns what the job was doing; undefined when there was none
 */
export async function requestCancel(
  db: WorkspaceDb,
  kind: Pick<JobKind<unknown>, 'queue'>,
  dedupeKey: string,
): Promise<'waiting' | 'running' | undefined> {
  const cancelled = await sql<{ state: string }>`
    update jobs set
      state = case state when 'ready' then 'cancelled' else state end,
      finished_at = case state when 'ready' then now() end,
      is_cancel_requested = true,
      dedupe_key = case state when 'ready' then dedupe_key end
    where workspace_id = ${db.workspaceId} and queue = ${kind.queue} and dedupe_key = ${dedupeKey} and state in ('ready', 'active')
    returning state`.execute(db.query)
  const state = cancelled.rows[0]?.state
  return state === undefined ? undefined : state === 'cancelled' ? 'waiting' : 'running'
}

/** How far the running jobs with these keys are in their current step, 0 to 1; keys without a running job are left out. */
export async function findProgress(
  db: WorkspaceDb,
  kind: Pick<JobKind<unknown>, 'queue'>,
  dedupeKeys: readonly string[],
): Promise<Map<string, number>> {
  if (dedupeKeys.length === 0) return new Map()
  const { rows } = await sql<{ dedupe_key: string; progress: number | null }>`
    select dedupe_key, progress from jobs
    where workspace_id = ${db.workspaceId} and queue = ${kind.queue} and dedupe_key = any(${dedupeKeys}::text[]) and state = 'active'`.execute(
    db.query,
  )
  return new Map(rows.map((row) => [row.dedupe_key, row.progress ?? 0]))
}
