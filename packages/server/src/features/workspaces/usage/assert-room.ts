import { type Flow, type Limits, limitsOf, type PlanName, type UsageMetric } from '@brain-ai/contract'
import { sql } from 'kysely'
import { type Amounts, describeRefusal, type QuotaDb } from './take-quota.ts'

/**
 * Refuses what `takeQuota` would refuse at this moment, and neither takes nor locks anything: where much would be done in vain, or
 * many would wait in line for a refusal. For stocks.
 * @throws BrainError limit/reached
 */
export async function assertRoom(db: QuotaDb, now: Date, stocks: Amounts): Promise<void> {
  const { rows } = await sql<{ plan: PlanName; own: Partial<Limits>; metric: string | null; used: number | null }>`
    select w.plan, w.limits as own, u.metric, u.value as used
    from workspaces w left join workspace_usage u on u.workspace_id = w.id and u.period = ''
    where w.id = ${db.workspaceId}`.execute(db.query)
  if (!rows[0]) return
  const limits = limitsOf(rows[0].plan, rows[0].own)
  for (const [metric, amount] of Object.entries(stocks) as [UsageMetric, number][]) {
    const used = rows.find((row) => row.metric === metric)?.used ?? 0
    const limit = limits[metric]
    if (limit !== null && used + amount > limit) throw await describeRefusal(db, now, metric, amount)
  }
}

/**
 * Refuses once a flow of the running month has reached its limit, and takes nothing: for what is counted afterwards, as it is not
 * known before how much it will be.
 * @throws BrainError limit/reached
 */
export async function assertFlowLeft(db: QuotaDb, now: Date, flow: Flow): Promise<void> {
  const { rows } = await sql<{ plan: PlanName; own: Partial<Limits>; used: number | null }>`
    select w.plan, w.limits as own, u.value as used
    from workspaces w left join workspace_usage u on u.workspace_id = w.id and u.metric = ${flow}
      and u.period = to_char(${now}::timestamptz at time zone w.time_zone, 'YYYY-MM')
    where w.id = ${db.workspaceId}`.execute(db.query)
  if (!rows[0]) return
  const limit = limitsOf(rows[0].plan, rows[0].own)[flow]
  if (limit !== null && (rows[0].used ?? 0) >= limit) throw await describeRefusal(db, now, flow, 1)
}
