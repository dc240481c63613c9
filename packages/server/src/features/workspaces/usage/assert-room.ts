import type { UsageMetric } from '@brain-ai/contract'
import { periodOf } from './period.ts'
import { type Amounts, describeRefusal, type QuotaDb } from './take-quota.ts'
import { findPlan, listUsageRows } from './usage-store.ts'

/**
 * Refuses what `takeQuota` would refuse at this moment, and takes nothing: for stocks whose making is dear before the transaction
 * that counts it.
 * @throws BrainError limit/reached
 */
export async function assertRoom(db: QuotaDb, now: Date, stocks: Amounts): Promise<void> {
  const plan = await findPlan(db)
  const rows = await listUsageRows(db, [db.workspaceId], periodOf(now, plan?.timeZone ?? 'UTC'))
  for (const [metric, amount] of Object.entries(stocks) as [UsageMetric, number][]) {
    const limit = plan?.limits[metric] ?? null
    const used = rows.find((row) => row.metric === metric && row.period === '')?.used ?? 0
    if (limit !== null && used + amount > limit) throw await describeRefusal(db, now, metric, amount)
  }
}
