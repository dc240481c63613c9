import { sql } from 'kysely'
import type { SystemDb, WorkspaceDb } from '#platform/database'

/** Notified at the commit of whatever somebody who follows or makes an answer wants to know: `<what> <id of the run>`. */
export const runsChannel = 'brain_runs'

/** A run as its process holds it. */
export interface HeldRun {
  readonly workspaceId: string
  readonly id: string
  readonly token: string
}

/** False when the process did not hold it any more. */
export async function deleteLease(db: WorkspaceDb, run: { id: string; token: string }): Promise<boolean> {
  const { rows } = await sql`
    delete from agent_runs where workspace_id = ${db.workspaceId} and id = ${run.id} and lease_token = ${run.token}::uuid
    returning id`.execute(db.query)
  return rows.length === 1
}

/** False when the lease was extended, or the run ended, meanwhile. */
export async function deleteLapsedLease(db: WorkspaceDb, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from agent_runs where workspace_id = ${db.workspaceId} and id = ${id} and lease_until < now() returning id`.execute(
    db.query,
  )
  return rows.length === 1
}

/** False when it is not being made any more. */
export async function requestCancel(db: WorkspaceDb, id: string): Promise<boolean> {
  const { rows } = await sql`
    update agent_runs set is_cancel_requested = true where workspace_id = ${db.workspaceId} and id = ${id} returning id`.execute(
    db.query,
  )
  return rows.length === 1
}

/** Tells every process, once this transaction is committed. */
export async function notifyRun(db: SystemDb, what: 'text' | 'cancel', id: string): Promise<void> {
  await sql`select pg_notify(${runsChannel}, ${`${what} ${id}`})`.execute(db.query)
}

/** Extends the leases of a process. @returns the runs that it still holds, with whether they are to be cancelled */
export async function keepLeases(
  db: SystemDb,
  held: readonly HeldRun[],
  leaseMs: number,
): Promise<{ id: string; isCancelRequested: boolean }[]> {
  const { rows } = await sql<{ id: string; isCancelRequested: boolean }>`
    update agent_runs r set lease_until = now() + ${leaseMs}::int * interval '1 ms'
    from unnest(${held.map(({ workspaceId }) => workspaceId)}::uuid[], ${held.map(({ id }) => id)}::uuid[],
      ${held.map(({ token }) => token)}::uuid[]) as h (workspace_id, id, token)
    where r.workspace_id = h.workspace_id and r.id = h.id and r.lease_token = h.token
    returning r.id, r.is_cancel_requested as "isCancelRequested"`.execute(db.query)
  return rows
}

export async function listLapsed(db: SystemDb): Promise<{ workspaceId: string; id: string }[]> {
  const { rows } = await sql<{ workspaceId: string; id: string }>`
    select workspace_id as "workspaceId", id from agent_runs where lease_until < now() limit 500`.execute(db.query)
  return rows
}

/** Makes every lease lapse now; only for a process that knows itself to be the only one. */
export async function voidAllLeases(db: SystemDb): Promise<void> {
  await sql`update agent_runs set lease_until = now() - interval '1 ms'`.execute(db.query)
}
