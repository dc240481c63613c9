import { sql } from 'kysely'
import type { SystemDb, WorkspaceDb } from '#platform/database'
import type { JobFailure } from './define-job.ts'

/** Notified at the commit of whatever makes a job due. */
export const wakeChannel = 'brain_jobs'

export interface ClaimedJob {
  readonly workspace_id: string
  readonly id: string
  readonly queue: string
  readonly payload: unknown
  readonly attempt: number
  readonly max_attempts: number
}

/**
 * Takes the next job that is due and leases it. The turn goes to the workspace with the fewest running jobs, then to the one
 * served longest ago, so that nobody waits behind a neighbour's thousand jobs; inside a workspace to the queue named first.
 */
export async function claimJob(
  db: SystemDb,
  claim: { queues: readonly string[]; leases: readonly number[]; token: string },
): Promise<ClaimedJob | undefined> {
  const { rows } = await sql<ClaimedJob>`
    with recursive offered as (
      select * from unnest(${claim.queues}::text[], ${claim.leases}::int[]) with ordinality as o (queue, lease_ms, position)
    ), waiting as (
      (select workspace_id, queue from jobs where state = 'ready' order by workspace_id, queue limit 1)
      union all
      select next.* from waiting w cross join lateral (
        select j.workspace_id, j.queue from jobs j
        where j.state = 'ready' and (j.workspace_id, j.queue) > (w.workspace_id, w.queue)
        order by j.workspace_id, j.queue limit 1
      ) next
    ), turn as materialized (
      select w.workspace_id, w.queue, o.lease_ms from waiting w join offered o using (queue)
      order by
        (select count(*) from jobs a where a.workspace_id = w.workspace_id and a.state = 'active'),
        (select max(started_at) from jobs s where s.workspace_id = w.workspace_id) nulls first,
        w.workspace_id, o.position
    ), picked as materialized (
      -- Lateral goes through the turns in their order and stops, and locks, at the first that has something due.
      select job.workspace_id, job.id, t.lease_ms from turn t cross join lateral (
        select j.workspace_id, j.id from jobs j
        where j.workspace_id = t.workspace_id and j.queue = t.queue and j.state = 'ready' and j.run_at <= now()
        order by j.queue, j.run_at, j.id limit 1 for update skip locked
      ) job limit 1
    )
    update jobs j set state = 'active', attempt = j.attempt + 1, started_at = clock_timestamp(), progress = null,
      lease_token = ${claim.token}::uuid, lease_until = now() + picked.lease_ms * interval '1 ms'
    from picked where j.workspace_id = picked.workspace_id and j.id = picked.id
    returning j.workspace_id, j.id, j.queue, j.payload, j.attempt, j.max_attempts`.execute(db.query)
  return rows[0]
}

export interface QueueLength {
  readonly queue: string
  readonly due: number
  readonly lapsed: number
  /** Until the next job of the queue that is not due yet; null when there is none. */
  readonly next_ms: number | null
}

/** What waits, by queue: the one query of an idle process. */
export async function countWaiting(db: SystemDb): Promise<QueueLength[]> {
  const { rows } = await sql<QueueLength>`
    select queue, sum(due)::int as due, sum(lapsed)::int as lapsed, min(next_ms)::float8 as next_ms from (
      select queue, count(*) filter (where run_at <= now()) as due, 0 as lapsed,
        extract(epoch from min(run_at) filter (where run_at > now()) - now()) * 1000 as next_ms
      from jobs where state = 'ready' group by queue
      union all
      select queue, 0, count(*), null from jobs where state = 'active' and lease_until < now() group by queue
    ) by_state group by queue`.execute(db.query)
  return rows
}

/** Makes every lease lapse now; only for a process that knows itself to be the only one. */
export async function voidAllLeases(db: SystemDb): Promise<void> {
  await sql`update jobs set lease_until = now() - interval '1 ms' where state = 'active'`.execute(db.query)
}

/**
 * Puts jobs back whose process fell silent, and closes those that were to be cancelled.
 * @returns the ones that have no attempt left; they stay leased until `giveUpLapsed`
 */
export async function takeBackLapsed(db: SystemDb): Promise<ClaimedJob[]> {
  await sql`
    update jobs set state = case when is_cancel_requested then 'cancelled' else 'ready' end,
      finished_at = case when is_cancel_requested then now() end,
      run_at = now(), lease_token = null, lease_until = null, progress = null
    where state = 'active' and lease_until < now() and (attempt < max_attempts or is_cancel_requested)`.execute(db.query)
  const { rows } = await sql<ClaimedJob>`
    select workspace_id, id, queue, payload, attempt, max_attempts from jobs
    where state = 'active' and lease_until < now() limit 100`.execute(db.query)
  return rows
}

/** @returns false when the job came to another end meanwhile */
export async function giveUpLapsed(db: WorkspaceDb, id: string, failure: JobFailure): Promise<boolean> {
  const { rows } = await sql`
    update jobs set state = 'dead', error_code = ${failure.code}, error_message = ${failure.message}, finished_at = now(),
      lease_token = null, lease_until = null
    where workspace_id = ${db.workspaceId} and id = ${id} and state = 'active' and lease_until < now() and attempt >= max_attempts
    returning id`.execute(db.query)
  return rows.length === 1
}

export interface HeldJob {
  readonly workspaceId: string
  readonly id: string
  readonly token: string
  readonly leaseMs: number
  readonly progress: number | null
}

/**
 * Extends the leases of running jobs and writes their progress, as far as there is something to write.
 * @returns the jobs that are still held, with whether they are to be cancelled
 */
export async function keepLeases(
  db: SystemDb,
  held: readonly HeldJob[],
): Promise<{ id: string; is_cancel_requested: boolean }[]> {
  const given = sql`select * from unnest(${held.map((job) => job.workspaceId)}::uuid[], ${held.map((job) => job.id)}::uuid[],
    ${held.map((job) => job.token)}::uuid[], ${held.map((job) => job.leaseMs)}::int[], ${held.map((job) => job.progress)}::real[]
  ) as h (workspace_id, id, lease_token, lease_ms, progress)`
  await sql`
    with h as (${given})
    update jobs j set lease_until = now() + h.lease_ms * interval '1 ms', progress = h.progress
    from h where j.workspace_id = h.workspace_id and j.id = h.id and j.lease_token = h.lease_token and j.state = 'active'
      and (j.progress is distinct from h.progress or j.lease_until < now() + h.lease_ms * interval '0.6 ms')`.execute(db.query)
  const { rows } = await sql<{ id: string; is_cancel_requested: boolean }>`
    with h as (${given})
    select j.id, j.is_cancel_requested from h
    join jobs j on j.workspace_id = h.workspace_id and j.id = h.id and j.lease_token = h.lease_token and j.state = 'active'`.execute(
    db.query,
  )
  return rows
}

const heldBy = (db: WorkspaceDb, job: { id: string; token: string }) =>
  sql`workspace_id = ${db.workspaceId} and id = ${job.id} and lease_token = ${job.token}::uuid and state = 'active'`

/** Proves inside a transaction that the run still holds its job, and keeps it so until the commit. */
export async function touchLease(db: WorkspaceDb, job: HeldJob): Promise<boolean> {
  const { rows } = await sql`
    update jobs set lease_until = now() + ${job.leaseMs}::int * interval '1 ms', progress = ${job.progress}::real
    where ${heldBy(db, job)} and not is_cancel_requested returning id`.execute(db.query)
  return rows.length === 1
}

/** @returns false when the run does not hold the job any more; the caller rolls back */
export async function markDone(db: WorkspaceDb, job: HeldJob): Promise<boolean> {
  const { rows } = await sql`
    update jobs set state = 'done', finished_at = now(), lease_token = null, lease_until = null, progress = null
    where ${heldBy(db, job)} and not is_cancel_requested returning id`.execute(db.query)
  return rows.length === 1
}

/** Lets go of a job whose run was aborted: cancelled when that was asked for, else ready at once, the attempt not counted. */
export async function releaseLease(db: WorkspaceDb, job: HeldJob): Promise<void> {
  await sql`
    update jobs set state = case when is_cancel_requested then 'cancelled' else 'ready' end,
      finished_at = case when is_cancel_requested then now() end,
      attempt = attempt - 1, run_at = now(), lease_token = null, lease_until = null, progress = null
    where ${heldBy(db, job)}`.execute(db.query)
  await sql`select pg_notify(${wakeChannel}, '')`.execute(db.query)
}

export async function markForRetry(db: WorkspaceDb, job: HeldJob, failure: JobFailure, delayMs: number): Promise<void> {
  await sql`
    update jobs set state = case when is_cancel_requested then 'cancelled' else 'ready' end,
      finished_at = case when is_cancel_requested then now() end,
      run_at = now() + ${delayMs}::int * interval '1 ms', error_code = ${failure.code}, error_message = ${failure.message},
      lease_token = null, lease_until = null, progress = null
    where ${heldBy(db, job)}`.execute(db.query)
}

/** @returns false when the run does not hold the job any more */
export async function markDead(db: WorkspaceDb, job: HeldJob, failure: JobFailure): Promise<boolean> {
  const { rows } = await sql`
    update jobs set state = 'dead', finished_at = now(), error_code = ${failure.code}, error_message = ${failure.message},
      lease_token = null, lease_until = null
    where ${heldBy(db, job)} and not is_cancel_requested returning id`.execute(db.query)
  return rows.length === 1
}

/** Jobs that ended well, or were cancelled, are kept for a day; dead ones until someone looks. */
export async function pruneFinished(db: SystemDb): Promise<void> {
  await sql`
    delete from jobs where ctid = any(array(
      select ctid from jobs where state in ('done', 'cancelled') and finished_at < now() - interval '1 day' limit 5000
    ))`.execute(db.query)
}
