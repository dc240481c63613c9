import { findReadingState } from '#documents'
import { cacheKey } from '#platform/cache'
import type { WorkspaceContext } from '#platform/context'
import { type SearchResult, searchPassages } from './search-passages.ts'
import type { SearchRequest } from './search-request.ts'

/**
 * As `searchPassages`, but given again to whoever searches for the same while nothing changes that may be found, and may read the
 * same.
 * @throws BrainError request/invalid for more conditions than anyone means
 */
export async function searchCached(ctx: WorkspaceContext, request: SearchRequest): Promise<SearchResult> {
  const { cache } = ctx.app
  if (!cache.isOn || ctx.actor.kind !== 'member') return searchPassages(ctx, request)
  const stopTimer = ctx.app.metrics.queryDuration.startTimer({ kind: 'search' })
  const state = await ctx.read(findReadingState)
  let isMade = false
  const key = cacheKey([state.access, Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))])
  const space = { workspaceId: ctx.workspaceId, kind: 'search', version: state.corpusVersion } as const
  const result = await cache.getOrMake(space, key, async () => {
    isMade = true
    const value = await searchPassages(ctx, request)
    return { value, mayKeep: await mayKeep(ctx, value, state) }
  })
  if (!isMade) {
    stopTimer()
    ctx.app.metrics.queries.inc({ kind: 'search', outcome: result.hits.length > 0 ? 'found' : 'nothing-found' })
  }
  return result
}

/** Not what was found while something changed, nor what was found by words because a model was away for a moment. */
async function mayKeep(
  ctx: WorkspaceContext,
  { isDegraded }: SearchResult,
  before: { corpusVersion: number; access: string },
): Promise<boolean> {
  if (isDegraded) return false
  const now = await ctx.read(findReadingState)
  return now.corpusVersion === before.corpusVersion && now.access === before.access
}
