import type { UsageReport } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { describeUsage, monthsOfHistory } from './describe-usage.ts'
import { lastPeriods, periodOf } from './period.ts'
import type { UsageCounter } from './usage-counter.ts'
import { findPlan, listUsageRows, type WorkspacePlan } from './usage-store.ts'

/** What the workspace uses, with what was counted in this process a moment ago. */
export async function getUsage(ctx: WorkspaceContext, counter: UsageCounter): Promise<UsageReport> {
  await counter.flush()
  const now = ctx.app.now()
  return ctx.transact(async (db) => {
    const plan = await getPlan(db)
    const [firstPeriod] = lastPeriods(periodOf(now, plan.timeZone), monthsOfHistory)
    return describeUsage(plan, now, await listUsageRows(db, [db.workspaceId], firstPeriod!))
  })
}

export async function getPlan(db: WorkspaceDb): Promise<WorkspacePlan> {
  const plan = await findPlan(db)
  if (plan) return plan
  throw new Error('The workspace of the request is gone.')
}
