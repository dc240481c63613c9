import type { WorkspaceContext } from '#platform/context'
import { findCached } from './find-cached.ts'
import { type SearchResult, searchPassages } from './search-passages.ts'
import type { SearchRequest } from './search-request.ts'

/**
 * As `searchPassages`, but what is known already is given again.
 * @throws BrainError request/invalid for more conditions than anyone means
 */
export async function searchCached(ctx: WorkspaceContext, request: SearchRequest): Promise<SearchResult> {
  const { queries, queryDuration } = ctx.app.metrics
  const stopTimer = queryDuration.startTimer({ kind: 'search' })
  const asked = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))
  const { found, isKnown } = await findCached(ctx, ['search', asked], () => searchPassages(ctx, request))
  if (isKnown) {
    stopTimer()
    queries.inc({ kind: 'search', outcome: found.hits.length > 0 ? 'found' : 'nothing-found' })
  }
  return found
}
