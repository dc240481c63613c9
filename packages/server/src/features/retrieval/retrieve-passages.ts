import { findCorpusVersion } from '#documents'
import { findEmbeddingModel } from '#models'
import type { App, WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { getGramSample } from './gram-samples.ts'
import { findHiddenTerms } from './hidden-terms.ts'
import { hotPostingsOf, type QuestionPostings } from './hot-postings.ts'
import { type AnalyzedQuestion, analyzeQuestion } from './lexical/analyzer.ts'
import { addFeedbackTerms } from './lexical/feedback-terms.ts'
import { bestStandIns, type FuzzyTerm, fuzzyPrefixes, similarTerms, unknownTerms } from './lexical/fuzzy-terms.ts'
import {
  type CandidatePassage,
  defaultCandidates,
  idfOfQuestion,
  type Retrieval,
  rankCandidates,
  weighTerms,
} from './lexical/rank-candidates.ts'
import { sampleGrams } from './lexical/rerank-grams.ts'
import { type BlockRow, type BlockScores, type IndexStatistics, scoreBlocks } from './lexical/score-blocks.ts'
import { isUnfiltered, narrowsDocuments, type PassageFilter } from './passage-filter.ts'
import { findPossibleOrdinals } from './possible-ordinals.ts'
import { vocabularyOf } from './recent-vocabulary.ts'
import { listBlocksOfTerms, listReadableOrdinals, listReadablePassages } from './retrieval-store.ts'
import { findSearchState, learnWhatIsReadable, type SearchState } from './search-state.ts'
import { findNearPassages, hybridCandidates } from './vectors/find-near-passages.ts'
import { fuseCandidates } from './vectors/fuse-candidates.ts'
import type { FindEmbeddingModel } from './vectors/generation.ts'

/** How many times as many are looked at when some of the best may not be read. */
const widerBy = 10

export type RetrievalRequest = PassageFilter & {
  readonly question: string
  readonly limit: number
  /** how many of the best by BM25 are read; the first of them are ranked again */
  readonly candidates?: number | undefined
  /** in a search by words alone: how many of the best by BM25 are ranked again by their letters */
  readonly rankedAgain?: number | undefined
  /** what vectors weigh beside words, 0 to 1; as the workspace has it unless told */
  readonly hybridWeight?: number | undefined
  /** up to how many are counted without being read; no fewer than are read */
  readonly counted?: number
  /** also by words that stand in the best passages; as the workspace has it unless told */
  readonly isBroad?: boolean | undefined
}

/**
 * The passages that answer a question best, among those that the reader may read now. How rare a word is, is counted in the whole
 * workspace; which words there are, what is found and how much, is told from readable passages alone.
 */
export async function retrievePassages(
  ctx: WorkspaceContext,
  request: RetrievalRequest,
  findModel: FindEmbeddingModel = findEmbeddingModel,
): Promise<Retrieval> {
  const question = analyzeQuestion(request.question)
  const { match, weight, generation, state } = await ctx.read((db) => findByWords(ctx.app, db, request, question))
  // As many whatever the limit, so that a longer list begins with the shorter one.
  const byWords = match ? bestOf(match, hybridCandidates) : []
  const near = await findNearPassages(ctx, generation, request, byWords, findModel)
  const isDegraded = generation !== undefined && ctx.app.database.hasVector && near === undefined
  if (match === undefined && near === undefined) return { ...nothing(question, state.version), isDegraded }
  await learnWhatIsReadable(ctx, state)
  const { scores, found, standIns, statistics, total } = match ?? noMatch
  const sample = match ? await getGramSample(ctx.app, ctx.workspaceId, statistics) : sampleGrams([])
  const candidates = near ? [...byWords, ...near.passages] : found
  const ranked = near
    ? rankCandidates(question, scores.best, candidates, sample, { limit: candidates.length, rankedAgain: candidates.length })
    : rankCandidates(question, scores.best, candidates, sample, request)
  return {
    mode: near ? 'hybrid' : 'lexical',
    isDegraded,
    passages: near ? fuseCandidates(ranked, near.similarities, weight).slice(0, request.limit) : ranked,
    total: near ? candidates.length : total,
    question,
    idf: idfOfQuestion(question, scores, statistics.passages),
    standIns,
    passagesInIndex: statistics.passages,
    corpusVersion: state.version,
  }
}

/** A request, and whether every passage of the index is known to be readable. */
type RequestInState = RetrievalRequest & { readonly isOpen: boolean }

interface Match {
  readonly scores: BlockScores
  readonly found: readonly CandidatePassage[]
  readonly total: number
  readonly standIns: readonly FuzzyTerm[]
  readonly statistics: IndexStatistics
}

const noMatch: Match = {
  scores: { best: [], matched: 0, idf: new Map() },
  found: [],
  total: 0,
  standIns: [],
  statistics: { passages: 0, totalLength: 0, nextOrdinal: 0 },
}

/** So many of the passages that were read, by their score. */
function bestOf({ scores, found }: Match, count: number): CandidatePassage[] {
  const passages = new Map(found.map((passage) => [passage.ordinal, passage]))
  return ordinalsOf(scores.best)
    .flatMap((ordinal) => passages.get(ordinal) ?? [])
    .slice(0, count)
}

/** What words find, and what the workspace has to say on how it is searched. */
async function findByWords(app: App, db: WorkspaceDb, request: RetrievalRequest, question: AnalyzedQuestion) {
  const index = await hotPostingsOf(app).read(db, [...question.terms.keys()])
  const version = index?.corpusVersion ?? (await findCorpusVersion(db))
  const state = await findSearchState(app, db, version)
  const { settings, active } = state
  const weight = request.hybridWeight ?? settings.hybridWeight
  const generation = weight > 0 ? active : undefined
  const asked = {
    ...request,
    isBroad: request.isBroad ?? settings.isBroad,
    candidates: generation ? hybridCandidates : request.candidates,
  }
  const match = question.terms.size === 0 || !index ? undefined : await findMatch(app, db, index, asked, question, state)
  return { match, weight, generation, state }
}

async function findMatch(
  app: App,
  db: WorkspaceDb,
  index: QuestionPostings,
  request: RetrievalRequest,
  question: AnalyzedQuestion,
  { areAllReadable }: SearchState,
): Promise<Match | undefined> {
  const { statistics } = index
  const isOpen = areAllReadable === 'yes'
  const hidden = new Set<string>()
  for (;;) {
    const asked = index.rows.filter(({ term }) => !hidden.has(term))
    const standIns = await findStandIns(app, db, index.state, question, asked, hidden)
    const standInTerms = new Set(standIns.map(({ term }) => term)).difference(new Set(question.terms.keys()))
    const rows = standInTerms.size === 0 ? asked : [...asked, ...(await listBlocksOfTerms(db, [...standInTerms]))]
    const { scores, found, total } = await findCandidates(
      db,
      { ...request, isOpen },
      rows,
      weighTerms(question, standIns),
      statistics,
    )
    const alsoHidden = isOpen ? [] : await findHiddenTerms(db, rows, found)
    if (alsoHidden.length === 0) {
      const match = { scores, found, total, standIns, statistics }
      return request.isBroad ? broaden(db, { ...request, isOpen }, weighTerms(question, standIns), rows, match) : match
    }
    for (const term of alsoHidden) hidden.add(term)
  }
}

/** The same search with words of its best passages; those are readable, so their words tell nothing of others. */
async function broaden(
  db: WorkspaceDb,
  request: RequestInState,
  weights: ReadonlyMap<string, number>,
  rows: readonly BlockRow[],
  match: Match,
): Promise<Match> {
  const scoreOf = new Map(match.scores.best.map(({ ordinal, score }) => [ordinal, score]))
  const best = match.found
    .map((passage) => ({ ...passage, title: passage.documentTitle, score: scoreOf.get(passage.ordinal) ?? 0 }))
    .sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
  if (best.length === 0) return match
  const wider = addFeedbackTerms(weights, best)
  const added = [...new Set(wider.keys()).difference(new Set(weights.keys()))]
  const allRows = [...rows, ...(await listBlocksOfTerms(db, added))]
  const { scores, found, total } = await findCandidates(db, request, allRows, wider, match.statistics)
  // What the question asks for is shown and judged by its own words.
  return { ...match, scores: { ...scores, idf: match.scores.idf }, found, total }
}

async function findStandIns(
  app: App,
  db: WorkspaceDb,
  state: string,
  question: AnalyzedQuestion,
  asked: readonly BlockRow[],
  hidden: ReadonlySet<string>,
): Promise<FuzzyTerm[]> {
  const unknown = unknownTerms(question.terms.keys(), new Set(asked.map(({ term }) => term)))
  if (unknown.length === 0) return []
  const lists = await vocabularyOf(app).read(db, state, new Set(unknown.flatMap(fuzzyPrefixes)))
  return unknown.flatMap((word) => {
    const similar = similarTerms(
      word,
      fuzzyPrefixes(word).map((prefix) => lists.get(prefix)!),
    )
    return bestStandIns(similar.filter(({ term }) => !hidden.has(term)))
  })
}

/** The best by BM25 that may be read and that the filter asks for. */
async function findCandidates(
  db: WorkspaceDb,
  { limit, candidates = defaultCandidates, counted = 0, isOpen, ...filter }: RequestInState,
  rows: readonly BlockRow[],
  weights: ReadonlyMap<string, number>,
  statistics: IndexStatistics,
): Promise<{ scores: BlockScores; found: CandidatePassage[]; total: number }> {
  const read = Math.max(limit, candidates)
  const wanted = Math.max(read, counted)
  if (isOpen && isUnfiltered(filter)) {
    const scores = scoreBlocks(rows, weights, statistics, read)
    const found = await listReadablePassages(db, ordinalsOf(scores.best), filter)
    // Fewer are there only where something has changed since the look at what is readable.
    if (found.length === scores.best.length) return { scores, found, total: Math.min(wanted, scores.matched) }
  }
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

function nothing(question: AnalyzedQuestion, corpusVersion: number): Omit<Retrieval, 'isDegraded'> {
  return { mode: 'lexical', passages: [], total: 0, question, idf: new Map(), standIns: [], passagesInIndex: 0, corpusVersion }
}
