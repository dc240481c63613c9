import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { getGramSample } from './gram-samples.ts'
import { type AnalyzedQuestion, analyzeQuestion } from './lexical/analyzer.ts'
import { unknownTerms } from './lexical/fuzzy-terms.ts'
import { defaultCandidates, idfOfQuestion, type Retrieval, rankCandidates, weighTerms } from './lexical/rank-candidates.ts'
import { scoreBlocks } from './lexical/score-blocks.ts'
import {
  findBlocksAndStatistics,
  listBlocksOfTerms,
  listReadableOrdinals,
  listReadablePassages,
  listSimilarTerms,
} from './retrieval-store.ts'

export type RetrievalRequest = {
  readonly question: string
  /** only documents in these collections */
  readonly collections?: readonly string[] | undefined
  readonly limit: number
  /** how many of the best by BM25 are read and ranked again */
  readonly candidates?: number
}

/** The passages that answer a question best, among those that may be read now; in one transaction. */
export async function retrievePassages(ctx: WorkspaceContext, request: RetrievalRequest): Promise<Retrieval> {
  const question = analyzeQuestion(request.question)
  if (question.terms.size === 0) return nothing(question)
  return ctx.transact((db) => retrieve(ctx, db, request, question))
}

async function retrieve(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  request: RetrievalRequest,
  question: AnalyzedQuestion,
): Promise<Retrieval> {
  const index = await findBlocksAndStatistics(db, [...question.terms.keys()])
  if (index === undefined) return nothing(question)
  const { statistics } = index
  const unknown = unknownTerms(question.terms.keys(), new Set(index.rows.map(({ term }) => term)))
  const standIns = unknown.length === 0 ? [] : await listSimilarTerms(db, unknown)
  const standInTerms = new Set(standIns.map(({ term }) => term)).difference(new Set(question.terms.keys()))
  const rows = standInTerms.size === 0 ? index.rows : [...index.rows, ...(await listBlocksOfTerms(db, [...standInTerms]))]
  const weights = weighTerms(question, standIns)
  const candidates = Math.max(request.limit, request.candidates ?? defaultCandidates)

  let scores = scoreBlocks(rows, weights, statistics, candidates)
  let found = await listReadablePassages(db, ordinalsOf(scores.best), request.collections)
  const wasCut = scores.matched > scores.best.length
  if (wasCut && found.length < Math.max(request.limit, scores.best.length / 2)) {
    // A filter took most of the best away; the rest is ranked again among those that may be read, so nothing is missed.
    const readable = new Set(await listReadableOrdinals(db, request.collections))
    scores = scoreBlocks(rows, weights, statistics, candidates, (ordinal) => readable.has(ordinal))
    found = await listReadablePassages(db, ordinalsOf(scores.best), request.collections)
  }
  const sample = await getGramSample(ctx.app, db, statistics)
  return {
    passages: rankCandidates(question, scores.best, found, sample, request.limit),
    total: found.length,
    question,
    idf: idfOfQuestion(question, scores, statistics.passages),
    standIns,
    passagesInIndex: statistics.passages,
  }
}

function ordinalsOf(scored: readonly { ordinal: number }[]): number[] {
  return scored.map(({ ordinal }) => ordinal)
}

function nothing(question: AnalyzedQuestion): Retrieval {
  return { passages: [], total: 0, question, idf: new Map(), standIns: [], passagesInIndex: 0 }
}
