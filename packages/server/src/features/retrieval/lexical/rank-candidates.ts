import { type DocumentFormat, defaultRetrievalOptions } from '@brain-ai/contract'
import type { AnalyzedQuestion } from './analyzer.ts'
import type { FuzzyTerm } from './fuzzy-terms.ts'
import { type GramSample, rerankByGrams } from './rerank-grams.ts'
import { type BlockScores, inverseDocumentFrequency, type ScoredOrdinal } from './score-blocks.ts'

// More of the best by BM25 change nothing but the time.
const defaultRankedAgain = defaultRetrievalOptions.rankedAgain

/** How many of the best by BM25 are read, unless more are asked for. */
export const defaultCandidates = defaultRankedAgain

/** A passage that answers may be made of. `start` and `end` are UTF-16 offsets into the text of its document. */
export type CandidatePassage = {
  readonly ordinal: number
  readonly passageId: string
  readonly documentId: string
  readonly documentTitle: string
  readonly format: DocumentFormat | null
  readonly headingPath: readonly string[]
  readonly page: number | null
  readonly start: number
  readonly end: number
  readonly language: string
  readonly text: string
}
/** `score` is between 0 and 1 and compares passages of one question only; `bm25` is the score before the rerank. */
export type RetrievedPassage = CandidatePassage & {
  readonly score: number
  readonly bm25: number
  /** share of the question's letters, by their rarity, that stand in the passage; compares across questions */
  readonly gramCoverage: number
}

export type Retrieval = {
  /** `hybrid` when vectors had their say, `lexical` when words alone */
  readonly mode: 'lexical' | 'hybrid'
  /** vectors had no say though they should have: the embedding model was away for a moment */
  readonly isDegraded: boolean
  readonly passages: readonly RetrievedPassage[]
  /** passages that matched, at most the candidates looked at */
  readonly total: number
  readonly question: AnalyzedQuestion
  /** term of the question, or of the vocabulary in its stead → how rare it is; a word that nobody wrote is rarest */
  readonly idf: ReadonlyMap<string, number>
  readonly standIns: readonly FuzzyTerm[]
  /** passages of the workspace, readable or not: what `idf` was counted in */
  readonly passagesInIndex: number
  /** of the documents, as it was before they were searched; 0 for an index in memory */
  readonly corpusVersion: number
}

/** What the question asks for: its own terms, and for those nobody wrote the words that resemble them. */
export function weighTerms(question: AnalyzedQuestion, standIns: readonly FuzzyTerm[]): Map<string, number> {
  const weights = new Map(question.terms)
  for (const { word, term, weight } of standIns) {
    weights.set(term, (weights.get(term) ?? 0) + weight * (question.terms.get(word) ?? 1))
  }
  return weights
}

/** Puts candidates in their final order and keeps the best. */
export function rankCandidates(
  question: AnalyzedQuestion,
  scored: readonly ScoredOrdinal[],
  found: readonly CandidatePassage[],
  sample: GramSample,
  { limit, rankedAgain = defaultRankedAgain }: { readonly limit: number; readonly rankedAgain?: number | undefined },
): RetrievedPassage[] {
  const bm25 = new Map(scored.map(({ ordinal, score }) => [ordinal, score]))
  const candidates = found
    .map((passage) => ({ passage, bm25: bm25.get(passage.ordinal) ?? 0, text: searchedText(passage) }))
    .sort((a, b) => b.bm25 - a.bm25 || a.passage.ordinal - b.passage.ordinal)
  const matches = rerankByGrams(question.words, candidates.slice(0, rankedAgain), sample)
  const best = matches
    .map(({ score, coverage }, i) => ({ ...candidates[i]!.passage, bm25: candidates[i]!.bm25, score, gramCoverage: coverage }))
    .sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
  const others = candidates.slice(rankedAgain).map(({ passage, bm25 }) => ({
    ...passage,
    bm25,
    // Behind the last of the best, in their own order.
    score: (best.at(-1)!.score * bm25) / candidates[rankedAgain]!.bm25,
    gramCoverage: 0,
  }))
  return [...best, ...others].slice(0, limit)
}

/** All the words a passage is found by. */
export function searchedText(passage: Pick<CandidatePassage, 'documentTitle' | 'headingPath' | 'text'>): string {
  return `${passage.documentTitle}\n${passage.headingPath.join('\n')}\n${passage.text}`
}

/** The rarity of every term of the question, in the workspace that was searched. */
export function idfOfQuestion(question: AnalyzedQuestion, { idf }: BlockScores, passages: number): Map<string, number> {
  const all = new Map(idf)
  for (const term of question.terms.keys()) if (!all.has(term)) all.set(term, inverseDocumentFrequency(passages, 0))
  return all
}
