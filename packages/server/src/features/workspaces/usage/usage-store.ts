import { type Flow, flows, type Limits, limitsOf, type PlanName, type UsageMetric } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import type { QuotaDb } from './take-quota.ts'

/** What a workspace may use, and where its months begin. */
export interface WorkspacePlan {
  readonly plan: PlanName
  /** What was set for it beside its plan. */
  readonly own: Partial<Limits>
  readonly limits: Limits
  readonly timeZone: string
}

export interface UsageRow {
  readonly workspaceId: string
  readonly metric: UsageMetric
  /** Empty for a stock. */
  readonly period: string
  readonly used: number
}

export async function findPlan(db: QuotaDb): Promise<WorkspacePlan | undefined> {
  const row = await db.query
    .selectFrom('workspaces')
    .select(['plan', 'limits as own', 'time_zone as timeZone'])
    .where('id', '=', db.workspaceId)
    .executeTakeFirst()
  const own = (row?.own ?? {}) as Partial<Limits>
  return row && { ...row, own, limits: limitsOf(row.plan, own) }
}

/** Stocks, and the flows of every month from one on. */
export function listUsageRows(
  db: Pick<SystemDb, 'query'>,
  workspaceIds: readonly string[],
  firstPeriod: string,
): Promise<UsageRow[]> {
  return db.query
    .selectFrom('workspace_usage')
    .select(['workspace_id as workspaceId', 'metric', 'period', 'value as used'])
    .where('workspace_id', '=', sql<string>`any(${[...workspaceIds]}::uuid[])`)
    .where((or) => or.or([or('period', '=', ''), or('period', '>=', firstPeriod)]))
    .execute()
}

/** Adds to a flow in the month of an instant, whatever the limit. A workspace that is gone is no error. */
export async function addToFlow(db: QuotaDb, at: Date, metric: Flow, amount: number): Promise<void> {
  await sql`
    insert into workspace_usage as u (workspace_id, metric, period, value)
    select id, ${metric}, to_char(${at}::timestamptz at time zone time_zone, 'YYYY-MM'), ${amount}::bigint
    from workspaces where id = ${db.workspaceId}
    on conflict (workspace_id, metric, period) do update set value = u.value + excluded.value`.execute(db.query)
}

/** Gives a workspace limits of its own in place of those it had. @returns its id, or undefined where there is none of that slug */
export async function updateOwnLimits(db: SystemDb, slug: string, own: Partial<Limits>, at: Date): Promise<string | undefined> {
  const row = await db.query
    .updateTable('workspaces')
    .set({ limits: JSON.stringify(own), updated_at: at })
    .where('slug', '=', slug)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export const isFlow = (metric: UsageMetric): metric is Flow => (flows as readonly string[]).includes(metric)
