import { flows, type Limits, type UsageLine, type UsageReport, usageMetrics } from '@brain-ai/contract'
import { endOfPeriod, lastPeriods, periodOf, startOfPeriod } from './period.ts'
import { isFlow, type UsageRow, type WorkspacePlan } from './usage-store.ts'

export const monthsOfHistory = 12

/** What is used of every limit, from the rows of one workspace. @param period the running month of that workspace */
export function describeLines(limits: Limits, period: string, rows: readonly UsageRow[]): UsageLine[] {
  return usageMetrics.map((metric) => {
    const limit = limits[metric]
    const used = amountIn(rows, metric, isFlow(metric) ? period : '')
    const left = limit === null ? null : Math.max(0, limit - used)
    return { metric, kind: isFlow(metric) ? 'flow' : 'stock', used, limit, left }
  })
}

export function describeUsage({ limits, timeZone }: WorkspacePlan, now: Date, rows: readonly UsageRow[]): UsageReport {
  const period = periodOf(now, timeZone)
  return {
    period,
    timeZone,
    startsAt: startOfPeriod(now, timeZone),
    endsAt: endOfPeriod(now, timeZone),
    lines: describeLines(limits, period, rows),
    history: lastPeriods(period, monthsOfHistory).map((month) => {
      const [queries, api_calls, tokens] = flows.map((metric) => amountIn(rows, metric, month))
      return { period: month, queries: queries!, api_calls: api_calls!, tokens: tokens! }
    }),
  }
}

const amountIn = (rows: readonly UsageRow[], metric: string, period: string): number =>
  rows.find((row) => row.metric === metric && row.period === period)?.used ?? 0
