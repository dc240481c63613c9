import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { getGramSample } from './gram-samples.ts'
import { findHiddenTerms } from './hidden-terms.ts'
import { type AnalyzedQuestion, analyzeQuestion } from './lexical/analyzer.ts'
import { bestStandIns, type FuzzyTerm, unknownTerms } from './lexical/fuzzy-terms.ts'
import {
  type CandidatePassage,
  defaultCandidates,
  idfOfQuestion,
  type Retrieval,
  rankCandidates,
  weighTerms,
} from './lexical/rank-candidates.ts'
import { type BlockRow, type BlockScores, type IndexStatistics, scoreBlocks } from './lexical/score-blocks.ts'
import { narrowsDocuments, type PassageFilter } from './passage-filter.ts'
import { findPossibleOrdinals } from './possible-ordinals.ts'
import {
  findBlocksAndStatistics,
  listBlocksOfTerms,
  listReadableOrdinals,
  listReadablePassages,
  listSimilarTerms,
} from './retrieval-store.ts'

/** How many times as many are looked at when some of the best may not be read. */
const widerBy = 10

export type RetrievalRequest = PassageFilter & {
  readonly question: string
  readonly limit: number
  /** how many of the best by BM25 are read; the first of them are ranked again */
  readonly candidates?: number
  /** how many of the best by BM25 are ranked again by their letters */
  readonly rankedAgain?: number
  /** up to how many are counted without being read; no fewer than are read */
  readonly counted?: number
}

/**
 * The passages that answer a question best, among those that the reader may read now. How rare a word is, is counted in the whole
 * workspace; which words there are, what is found and how much, is told from readable passages alone.
 */
export async function retrievePassages(ctx: WorkspaceContext, request: RetrievalRequest): Promise<Retrieval> {
  const question = analyzeQuestion(request.question)
  if (question.terms.size === 0) return nothing(question)
  const match = await ctx.transact((db) => findMatch(db, request, question))
  if (match === undefined) return nothing(question)
  const { scores, found, standIns, statistics } = match
  const sample = await getGramSample(ctx.app, ctx.workspaceId, statistics)
  return {
    passages: rankCandidates(question, scores.best, found, sample, request),
    total: match.total,
    question,
    idf: idfOfQuestion(question, scores, statistics.passages),
    standIns,
    passagesInIndex: statistics.passages,
  }
}

interface Match {
  readonly scores: BlockScores
  readonly found: readonly CandidatePassage[]
  readonly total: number
  readonly standIns: readonly FuzzyTerm[]
  readonly statistics: IndexStatistics
}

async function findMatch(db: WorkspaceDb, request: RetrievalRequest, question: AnalyzedQuestion): Promise<Match | undefined> {
  const index = await findBlocksAndStatistics(db, [...question.terms.keys()])
  if (index === undefined) return undefined
  const { statistics } = index
  const hidden = new Set<string>()
  for (;;) {
    const asked = index.rows.filter(({ term }) => !hidden.has(term))
    const standIns = await findStandIns(db, question, asked, hidden)
    const standInTerms = new Set(standIns.map(({ term }) => term)).difference(new Set(question.terms.keys()))
    const rows = standInTerms.size === 0 ? asked : [...asked, ...(await listBlocksOfTerms(db, [...standInTerms]))]
    const { scores, found, total } = await findCandidates(db, request, rows, weighTerms(question, standIns), statistics)
    const alsoHidden = await findHiddenTerms(db, rows, found)
    if (alsoHidden.length === 0) return { scores, found, total, standIns, statistics }
    for (const term of alsoHidden) hidden.add(term)
  }
}

async function findStandIns(
  db: WorkspaceDb,
  question: AnalyzedQuestion,
  asked: readonly BlockRow[],
  hidden: ReadonlySet<string>,
): Promise<FuzzyTerm[]> {
  const unknown = unknownTerms(question.terms.keys(), new Set(asked.map(({ term }) => term)))
  if (unknown.length === 0) return []
  return bestStandIns((await listSimilarTerms(db, unknown)).filter(({ term }) => !hidden.has(term)))
}

/** The best by BM25 that may be read and that the filter asks for. */
async function findCandidates(
  db: WorkspaceDb,
  { limit, candidates = defaultCandidates, counted = 0, ...filter }: RetrievalRequest,
  rows: readonly BlockRow[],
  weights: ReadonlyMap<string, number>,
  statistics: IndexStatistics,
): Promise<{ scores: BlockScores; found: CandidatePassage[]; total: number }> {
  const read = Math.max(limit, candidates)
  const wanted = Math.max(read, counted)
  const isPossible = await findPossibleOrdinals(db, filter.phrases)
  const scores = scoreBlocks(rows, weights, statistics, wanted, isPossible)
  const ordinals = ordinalsOf(scores.best)
  const wasCut = scores.matched > ordinals.length
  if (ordinals.length <= read) {
    const found = await listReadablePassages(db, ordinals, filter)
    if (!wasCut || found.length === ordinals.length) return { scores, found, total: found.length }
  } else {
    const readable = new Set(await listReadableOrdinals(db, filter, ordinals))
    const best = ordinals.filter((ordinal) => readable.has(ordinal))
    if (!wasCut || best.length === ordinals.length)
      return { scores, found: await listReadablePassages(db, best.slice(0, read), filter), total: best.length }
  }
  // Some of the best may not be read. Others take their places, so that neither the result nor its size tells of them.
  for (let look = widerBy * wanted; ; look *= widerBy) {
    const wider = scoreBlocks(rows, weights, statistics, look, isPossible)
    const isFirstLook = look === widerBy * wanted
    // What is in a few documents is listed sooner than it is met among all that matches.
    const among = isFirstLook || isPossible || !narrowsDocuments(filter) ? ordinalsOf(wider.best) : undefined
    const readable = new Set(await listReadableOrdinals(db, filter, among))
    if (among !== undefined && readable.size < wanted && wider.matched > wider.best.length) continue
    const refilled = scoreBlocks(rows, weights, statistics, wanted, (ordinal) => readable.has(ordinal))
    const best = ordinalsOf(refilled.best)
    return { scores: refilled, found: await listReadablePassages(db, best.slice(0, read), filter), total: best.length }
  }
}

function ordinalsOf(scored: readonly { ordinal: number }[]): number[] {
  return scored.map(({ ordinal }) => ordinal)
}

function nothing(question: AnalyzedQuestion): Retrieval {
  return { passages: [], total: 0, question, idf: new Map(), standIns: [], passagesInIndex: 0 }
}
