import { maxSearchHits, type SearchHit } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { analyzeQuestion } from './lexical/analyzer.ts'
import { findSnippet } from './lexical/find-snippet.ts'
import { type CandidatePassage, defaultCandidates, type Retrieval } from './lexical/rank-candidates.ts'
import { narrowsDocuments, type PassageFilter } from './passage-filter.ts'
import { correctSpelling } from './query/correct-spelling.ts'
import { foldDuplicates } from './query/fold-duplicates.ts'
import { listFilteredPassages } from './retrieval-store.ts'
import { retrievePassages } from './retrieve-passages.ts'
import { readSearch, type SearchRequest } from './search-request.ts'

export interface SearchResult {
  readonly hits: SearchHit[]
  readonly total: number
  readonly isCut: boolean
  readonly nextOffset: number | null
  readonly mode: Retrieval['mode']
  readonly isDegraded: boolean
  readonly didYouMean: string | null
}

/**
 * One page of ranked passages, each with the part of it that shows why. Pages neither repeat nor skip any while nothing changes.
 * @throws BrainError request/invalid for more conditions than anyone means
 */
export async function searchPassages(ctx: WorkspaceContext, request: SearchRequest): Promise<SearchResult> {
  const stopTimer = ctx.app.metrics.queryDuration.startTimer({ kind: 'search' })
  const { parsed, filter } = readSearch(request)
  const find = (limit: number) =>
    analyzeQuestion(parsed.words).terms.size > 0
      ? findRanked(ctx, { ...filter, question: parsed.words, limit })
      : findUnranked(ctx, filter)
  const end = request.offset + request.limit
  // Whatever is read and folded begins with the same passages, so a few are enough for the first pages.
  let found = await find(defaultCandidates)
  let folded = foldDuplicates(found.passages)
  if (folded.length <= end && found.passages.length < found.total) {
    found = await find(maxSearchHits)
    folded = foldDuplicates(found.passages)
  }
  const hits = folded.slice(request.offset, end).map(({ passage, also }) => toHit(passage, also, found.idf))
  stopTimer()
  ctx.app.metrics.queries.inc({ kind: 'search', outcome: hits.length > 0 ? 'found' : 'nothing-found' })
  return {
    hits,
    total: found.total,
    isCut: found.total >= maxSearchHits,
    nextOffset: end < folded.length ? end : null,
    mode: found.mode,
    isDegraded: found.isDegraded,
    didYouMean: found.correct(request.q) ?? null,
  }
}

interface Found {
  readonly passages: readonly (CandidatePassage & { readonly score: number })[]
  readonly total: number
  readonly mode: Retrieval['mode']
  readonly isDegraded: boolean
  readonly idf: ReadonlyMap<string, number>
  readonly correct: (q: string) => string | undefined
}

async function findRanked(ctx: WorkspaceContext, request: PassageFilter & { question: string; limit: number }): Promise<Found> {
  const { passages, total, mode, isDegraded, idf, standIns } = await retrievePassages(ctx, { ...request, counted: maxSearchHits })
  const termsOf = (word: string) => [...analyzeQuestion(word).terms.keys()]
  return { passages, total, mode, isDegraded, idf, correct: (q) => correctSpelling(q, standIns, passages, termsOf) }
}

/** Where all words are too common to rank by, what was asked for beside them is listed: a phrase, a title, a collection. */
async function findUnranked(ctx: WorkspaceContext, filter: PassageFilter): Promise<Found> {
  const isAsked = filter.phrases !== undefined || narrowsDocuments(filter)
  const passages = isAsked ? await ctx.transact((db) => listFilteredPassages(db, filter, maxSearchHits)) : []
  return {
    passages: passages.map((passage) => ({ ...passage, score: 0 })),
    total: passages.length,
    mode: 'lexical',
    isDegraded: false,
    idf: new Map(),
    correct: () => undefined,
  }
}

function toHit(
  passage: CandidatePassage & { readonly score: number },
  also: readonly CandidatePassage[],
  idf: ReadonlyMap<string, number>,
): SearchHit {
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

function placeOf({ passageId, documentId, documentTitle, headingPath, page, start, end }: CandidatePassage) {
  return { passageId, documentId, title: documentTitle, headingPath: [...headingPath], page, start, end }
}
