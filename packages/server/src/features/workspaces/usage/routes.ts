import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { getPlan, getUsage } from './get-usage.ts'
import { setLimits, viewLimits } from './set-limits.ts'
import type { UsageCounter } from './usage-counter.ts'

export function usageRoutes(counter: UsageCounter): ServedRoute[] {
  return [
    serve(contract.usage.getUsage, (ctx) => getUsage(ctx, counter)),
    serve(contract.usage.getLimits, async (ctx) => viewLimits(await ctx.transact(getPlan))),
    serve(contract.usage.setLimits, (ctx, { params, body }) => setLimits(ctx.app, params.slug, body.own)),
  ]
}
