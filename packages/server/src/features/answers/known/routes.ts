import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { emptyCache, getCache, startWarmup, stopWarmup } from './warm-up-cache.ts'

const { cache } = contract

export const cacheRoutes: readonly ServedRoute[] = [
  serve(cache.getCache, (ctx) => getCache(ctx)),
  serve(cache.emptyCache, (ctx) => emptyCache(ctx)),
  serve(cache.warmUpCache, (ctx, { body }) => startWarmup(ctx, body)),
  serve(cache.stopWarmup, (ctx) => stopWarmup(ctx)),
]
