import { maxSearchHits, type SearchHit } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { analyzeQuestion } from './lexical/analyzer.ts'
import { findSnippet } from './lexical/find-snippet.ts'
import type { Retrieval, RetrievedPassage } from './lexical/rank-candidates.ts'
import { correctSpelling } from './query/correct-spelling.ts'
import { foldDuplicates } from './query/fold-duplicates.ts'
import { retrievePassages } from './retrieve-passages.ts'
import { readSearch, type SearchRequest } from './search-request.ts'

export interface SearchResult {
  readonly hits: SearchHit[]
  readonly total: number
  readonly isCut: boolean
  readonly nextOffset: number | null
  readonly didYouMean: string | null
}

/**
 * One page of ranked passages, each with the part of it that shows why. Every page ranks and folds the same best passages, so that
 * pages neither repeat nor skip any while nothing changes.
 * @throws BrainError request/invalid for more conditions than anyone means
 */
export async function searchPassages(ctx: WorkspaceContext, request: SearchRequest): Promise<SearchResult> {
  const stopTimer = ctx.app.metrics.queryDuration.startTimer({ kind: 'search' })
  const { parsed, filter } = readSearch(request)
  const { offset, limit } = request
  const retrieval = await retrievePassages(ctx, {
    ...filter,
    question: parsed.words,
    limit: maxSearchHits,
  })
  const folded = foldDuplicates(retrieval.passages)
  const end = offset + limit
  const hits = folded.slice(offset, end).map(({ passage, also }) => toHit(passage, also, retrieval))
  const corrected = correctSpelling(request.q, retrieval.standIns, retrieval.passages, (word) => [
    ...analyzeQuestion(word).terms.keys(),
  ])
  stopTimer()
  ctx.app.metrics.queries.inc({ kind: 'search', outcome: hits.length > 0 ? 'found' : 'nothing-found' })
  return {
    hits,
    total: folded.length,
    isCut: retrieval.total >= maxSearchHits,
    nextOffset: end < folded.length ? end : null,
    didYouMean: corrected ?? null,
  }
}

function toHit(passage: RetrievedPassage, also: readonly RetrievedPassage[], { idf }: Retrieval): SearchHit {
  const snippet = findSnippet(passage, idf)
  return {
    ...placeOf(passage),
    format: passage.format,
    language: passage.language,
    score: passage.score,
    snippet: snippet.text,
    highlights: [...snippet.highlights],
    start: passage.start + snippet.start,
    end: passage.start + snippet.end,
    also: also.map(placeOf),
  }
}

function placeOf({ passageId, documentId, documentTitle, headingPath, page, start, end }: RetrievedPassage) {
  return { passageId, documentId, title: documentTitle, headingPath: [...headingPath], page, start, end }
}
