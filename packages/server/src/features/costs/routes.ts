import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { getModelUsage } from './get-model-usage.ts'

export const costRoutes: ServedRoute[] = [serve(contract.costs.getModelUsage, (ctx, { query }) => getModelUsage(ctx, query.days))]
