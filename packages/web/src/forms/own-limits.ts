import { type Limits, type UsageMetric, usageMetrics } from '@brain-ai/contract'

/** Where the limit of one metric comes from. */
export type LimitSource = 'plan' | 'own' | 'none'

export interface LimitField {
  source: LimitSource
  /** As it was typed: a number, of gigabytes for storage. */
  text: string
}

export type LimitFields = Record<UsageMetric, LimitField>

/** Storage is kept in bytes and typed in gigabytes. */
export const unitOf = (metric: UsageMetric): number => (metric === 'storage' ? 1_000_000_000 : 1)

/** The fields for what is set beside the plan; where nothing is, the plan's number is there to begin with. */
export function readLimits(own: Partial<Limits>, ofPlan: Limits): LimitFields {
  const fieldOf = (metric: UsageMetric): LimitField => {
    const isOwn = Object.hasOwn(own, metric)
    const value = (isOwn ? own[metric] : ofPlan[metric]) ?? null
    return {
      source: !isOwn ? 'plan' : value === null ? 'none' : 'own',
      text: value === null ? '' : String(value / unitOf(metric)),
    }
  }
  return Object.fromEntries(usageMetrics.map((metric) => [metric, fieldOf(metric)])) as LimitFields
}

/** What the fields set beside the plan, and which of them hold no whole number. */
export function writeLimits(fields: LimitFields): { own: Partial<Limits>; wrong: UsageMetric[] } {
  const own: Partial<Record<UsageMetric, number | null>> = {}
  const wrong: UsageMetric[] = []
  for (const metric of usageMetrics) {
    const { source, text } = fields[metric]
    if (source === 'plan') continue
    if (source === 'none') {
      own[metric] = null
      continue
    }
    const value = Math.round(Number(text.trim().replace(',', '.')) * unitOf(metric))
    const isWhole = metric === 'storage' || /^\d+$/.test(text.trim())
    if (text.trim() !== '' && isWhole && Number.isSafeInteger(value) && value >= 0) own[metric] = value
    else wrong.push(metric)
  }
  return { own, wrong }
}
