import type { SearchHit } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findSnippet } from './lexical/find-snippet.ts'
import { retrievePassages } from './retrieve-passages.ts'

/** Ranked passages, each with the part of it that shows why. */
export async function searchPassages(
  ctx: WorkspaceContext,
  query: { readonly q: string; readonly collection?: string | undefined; readonly limit: number },
): Promise<{ hits: SearchHit[]; total: number }> {
  const stopTimer = ctx.app.metrics.queryDuration.startTimer({ kind: 'search' })
  const retrieval = await retrievePassages(ctx, {
    question: query.q,
    collections: query.collection === undefined ? undefined : [query.collection],
    limit: query.limit,
  })
  const hits = retrieval.passages.map((passage) => {
    const snippet = findSnippet(passage, retrieval.idf)
    return {
      passageId: passage.passageId,
      documentId: passage.documentId,
      title: passage.documentTitle,
      headingPath: [...passage.headingPath],
      page: passage.page,
      score: passage.score,
      snippet: snippet.text,
      highlights: [...snippet.highlights],
      start: passage.start + snippet.start,
      end: passage.start + snippet.end,
    }
  })
  stopTimer()
  ctx.app.metrics.queries.inc({ kind: 'search', outcome: hits.length > 0 ? 'found' : 'nothing-found' })
  return { hits, total: retrieval.total }
}
