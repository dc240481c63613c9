import type { CacheView, WarmupView } from '@brain-ai/contract'
import { queryOptions } from '@tanstack/react-query'
import { api, routes } from './api.ts'
import { workspaceKey } from './queries.ts'

export const cacheKey = () => workspaceKey('cache')

/** What is kept of the workspace, and how often it served. Follows while one looks, each second while a warm-up goes on. */
export const cacheQuery = () =>
  queryOptions({
    queryKey: cacheKey(),
    queryFn: ({ signal }) => api.call(routes.cache.getCache, { signal }),
    refetchInterval: (query) => (isWarming(query.state.data) ? 1000 : 5000),
  })

const isWarming = (cache: CacheView | undefined): boolean => cache?.warmup != null && isUnderWay(cache.warmup)

export const isUnderWay = ({ state }: WarmupView): boolean => state === 'queued' || state === 'running'
