import { z } from 'zod'
import { route } from './route.ts'

/** What is there at the moment: it falls again when something is deleted. Storage in bytes. */
export const stocks = ['documents', 'agents', 'users', 'storage'] as const
/** What happens in a calendar month of the workspace's time zone; starts at 0 with the next one. */
export const flows = ['queries', 'api_calls', 'tokens'] as const
export const usageMetrics = [...stocks, ...flows] as const
export type UsageMetric = (typeof usageMetrics)[number]
export type Flow = (typeof flows)[number]
/** The most there may be of each; null for no limit. */
export type Limits = Readonly<Record<UsageMetric, number | null>>

export const planNames = ['free', 'pro', 'enterprise'] as const
export type PlanName = (typeof planNames)[number]

const gigabyte = 1_000_000_000
/** Plans are nothing but sets of limits that an operator gives to workspaces; every feature is in each of them. */
export const plans: Readonly<Record<PlanName, Limits>> = {
  free: { documents: 1_000, agents: 3, users: 5, storage: gigabyte, queries: 1_000, api_calls: 10_000, tokens: 1_000_000 },
  pro: {
    documents: 50_000,
    agents: 50,
    users: 100,
    storage: 50 * gigabyte,
    queries: 50_000,
    api_calls: 1_000_000,
    tokens: 100_000_000,
  },
  enterprise: { documents: null, agents: null, users: null, storage: null, queries: null, api_calls: null, tokens: null },
}

/** What a workspace may use: its plan, but for what an operator set for it alone. */
export const limitsOf = (plan: PlanName, own: Partial<Limits>): Limits => ({ ...plans[plan], ...own })

const limit = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable()
/** Every metric, each with a whole number or null for no limit. */
export const LimitsView = z.record(z.enum(usageMetrics), limit).meta({ id: 'Limits' })
export const OwnLimits = z.partialRecord(z.enum(usageMetrics), limit)

export const UsageLine = z
  .object({
    metric: z.enum(usageMetrics),
    kind: z.enum(['stock', 'flow']),
    used: z.number().int(),
    limit: limit.describe('null: no limit'),
    left: z.number().int().nullable().describe('null: no limit; 0 also when more is used than the limit'),
  })
  .meta({ id: 'UsageLine' })
export type UsageLine = z.infer<typeof UsageLine>

export const UsageReport = z
  .object({
    period: z.string().describe('calendar month in the time zone of the workspace, as YYYY-MM'),
    timeZone: z.string(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime().describe('when flows start at 0 again'),
    lines: z.array(UsageLine),
    history: z
      .array(z.object({ period: z.string(), queries: z.number().int(), api_calls: z.number().int(), tokens: z.number().int() }))
      .describe('the flows of the last twelve months, oldest first, months without use included'),
  })
  .meta({ id: 'UsageReport' })
export type UsageReport = z.infer<typeof UsageReport>

export const WorkspaceLimits = z
  .object({
    plan: z.enum(planNames),
    limits: LimitsView.describe('what holds'),
    own: OwnLimits.describe('what was set for this workspace beside its plan'),
  })
  .meta({ id: 'WorkspaceLimits' })
export type WorkspaceLimits = z.infer<typeof WorkspaceLimits>

const tag = 'Usage'
const params = z.object({ slug: z.string().max(80) })

export const usage = {
  getUsage: route({
    method: 'GET',
    path: '/api/workspaces/{slug}/usage',
    summary: 'What the workspace uses, and what is left',
    tag,
    may: 'usage.read',
    params,
    reply: UsageReport,
  }),
  getLimits: route({
    method: 'GET',
    path: '/api/workspaces/{slug}/limits',
    summary: 'The limits of the workspace',
    tag,
    may: 'usage.read',
    params,
    reply: WorkspaceLimits,
  }),
  setLimits: route({
    method: 'PUT',
    path: '/api/workspaces/{slug}/limits',
    summary: 'Set limits for this workspace beside its plan; what is left out follows the plan again',
    tag,
    may: 'operator',
    params,
    body: z.object({ own: OwnLimits }),
    reply: WorkspaceLimits,
  }),
}
