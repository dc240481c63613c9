import { BrainError, flows, type Limits, limitsOf, type PlanName, plans, type UsageMetric } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import { endOfPeriod, periodOf } from './period.ts'

/** How much of each metric is taken: whole numbers above 0; storage in bytes. */
export type Amounts = Partial<Record<UsageMetric, number>>

/** A transaction in which the workspace can be named: its own, or one of the system. */
export type QuotaDb = Pick<WorkspaceDb, 'query' | 'workspaceId'>

const flowNames: readonly string[] = flows

/**
 * Counts what is about to be created or asked, in the transaction that does it: one conditional statement that takes all of it or
 * throws, so that any number of parallel requests of any number of processes come to exactly the limit. The rows stay locked until
 * the commit; a rollback gives everything back.
 * @param now decides the calendar month, in the workspace's own time zone
 * @throws BrainError limit/reached with `metric`, `limit`, `used`, `asked` and `until`, the ISO instant a flow starts again, null for a stock
 */
export async function takeQuota(db: QuotaDb, now: Date, amounts: Amounts): Promise<void> {
  const asked = Object.entries(amounts)
    .filter(([, amount]) => amount > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1)) // every transaction locks the rows in the same order
  const names = asked.map(([metric]) => metric)
  const taken = await sql<{ metric: string }>`
    with asked as (
      select r.metric, r.amount,
        case when r.metric = any(${[...flows]}::text[]) then to_char(${now}::timestamptz at time zone w.time_zone, 'YYYY-MM') else '' end as period,
        case when w.limits ? r.metric then (w.limits ->> r.metric)::bigint
          else (${JSON.stringify(plans)}::jsonb -> w.plan ->> r.metric)::bigint end as most
      from workspaces w, unnest(${names}::text[], ${asked.map(([, amount]) => amount)}::bigint[]) as r (metric, amount)
      where w.id = ${db.workspaceId}
      order by r.metric
    )
    insert into workspace_usage as u (workspace_id, metric, period, value)
    select ${db.workspaceId}, metric, period, amount from asked where most is null or amount <= most
    on conflict (workspace_id, metric, period) do update set value = u.value + excluded.value
      where not exists (
        select from asked a where a.metric = u.metric and a.most is not null and u.value + excluded.value > a.most
      )
    returning metric`.execute(db.query)
  if (taken.rows.length === asked.length) return
  const isTaken = new Set(taken.rows.map(({ metric }) => metric))
  const [metric, amount] = asked.find(([name]) => !isTaken.has(name))!
  throw await describeRefusal(db, now, metric as UsageMetric, amount)
}

/** Gives stocks back, when what was counted is deleted. Never refused. */
export async function giveBackQuota(db: QuotaDb, amounts: Amounts): Promise<void> {
  const given = Object.entries(amounts)
    .filter(([, amount]) => amount > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [metric, amount] of given) {
    await sql`
      update workspace_usage set value = greatest(0, value - ${amount})
      where workspace_id = ${db.workspaceId} and metric = ${metric} and period = ''`.execute(db.query)
  }
}

const sentences: Readonly<Record<UsageMetric, (limit: string) => string>> = {
  documents: (limit) => `The workspace has room for ${limit} documents, and they are all there.`,
  agents: (limit) => `The workspace has room for ${limit} agents, and they are all there.`,
  users: (limit) => `The workspace has room for ${limit} members, and they are all there.`,
  storage: (limit) => `The workspace has room for ${limit} bytes of files; this would be more.`,
  queries: (limit) => `The workspace may ask ${limit} questions a month, and has.`,
  api_calls: (limit) => `The workspace may make ${limit} API calls a month, and has.`,
  tokens: (limit) => `The workspace may use ${limit} tokens a month, and has.`,
}

export async function describeRefusal(db: QuotaDb, now: Date, metric: UsageMetric, asked: number): Promise<BrainError> {
  const { rows } = await sql<{ plan: PlanName; own: Partial<Limits>; timeZone: string; used: number | null }>`
    select w.plan, w.limits as own, w.time_zone as "timeZone",
      (select u.value from workspace_usage u where u.workspace_id = w.id and u.metric = ${metric}
        and u.period = case when ${flowNames.includes(metric)} then to_char(${now}::timestamptz at time zone w.time_zone, 'YYYY-MM') else '' end) as used
    from workspaces w where w.id = ${db.workspaceId}`.execute(db.query)
  const { plan, own, timeZone, used } = rows[0]!
  const limit = limitsOf(plan, own)[metric] ?? 0
  const until = flowNames.includes(metric) ? endOfPeriod(now, timeZone) : null
  // The day as it is called where the workspace is; in UTC it may still be the one before.
  const rest =
    until === null ? 'Delete some, or ask for a higher limit.' : `It starts again on ${periodOf(new Date(until), timeZone)}-01.`
  return new BrainError('limit/reached', `${sentences[metric](String(limit))} ${rest}`, {
    metric,
    limit,
    used: used ?? 0,
    asked,
    until,
  })
}
