import { blockSize, lengthOfStep, postingBytes } from './posting-block.ts'

export type BlockRow = {
  readonly term: string
  readonly block: number
  readonly documentFrequency: number
  readonly postings: Uint8Array
}
/** `totalLength` in tokens; ordinals below `nextOrdinal` were given out. */
export type IndexStatistics = { readonly passages: number; readonly totalLength: number; readonly nextOrdinal: number }
export type ScoredOrdinal = { readonly ordinal: number; readonly score: number }
export type BlockScores = {
  readonly best: readonly ScoredOrdinal[]
  /** passages with a score, among those allowed */
  readonly matched: number
  /** term → inverse document frequency, for every term that has a block */
  readonly idf: ReadonlyMap<string, number>
}

// Robertson, Walker et al., Okapi at TREC-3; the usual constants, flat around here on the collections in bench/.
export const k1 = 1.2
export const b = 0.75
const maxQuestionTerms = 64

/** Inverse document frequency as Lucene has it: never negative. */
export function inverseDocumentFrequency(passages: number, documentFrequency: number): number {
  return Math.log(1 + (Math.max(0, passages - documentFrequency) + 0.5) / (documentFrequency + 0.5))
}

const trustedAfter = 50

/**
 * Rarity between 0 (everywhere) and about 1 (in one passage): among few passages every word counts nearly the same,
 * because what a handful of passages have in common is their topic, not the language.
 */
export function smoothRarity(idf: number, passages: number): number {
  const ofUnique = Math.max(Number.MIN_VALUE, inverseDocumentFrequency(passages, 1))
  return (passages * Math.min(1.2, idf / ofUnique) + trustedAfter) / (passages + trustedAfter)
}

/**
 * BM25 over posting blocks, block by block, so that memory does not grow with the workspace.
 * @param weights term → how much it counts, 1 for a word asked once
 * @param isAllowed only these ordinals, or all
 */
export function scoreBlocks(
  rows: readonly BlockRow[],
  weights: ReadonlyMap<string, number>,
  statistics: IndexStatistics,
  limit: number,
  isAllowed?: (ordinal: number) => boolean,
): BlockScores {
  const idf = idfOfTerms(rows, statistics.passages)
  const scored = [...idf.keys()].sort((a, c) => idf.get(c)! - idf.get(a)! || (a < c ? -1 : 1)).slice(0, maxQuestionTerms)
  const factor = new Map(scored.map((term) => [term, (weights.get(term) ?? 0) * idf.get(term)! * (k1 + 1)]))
  const penalty = lengthPenalties(statistics)
  const best = new BestOrdinals(limit)
  const scores = new Float64Array(blockSize)
  let matched = 0
  for (const [block, blockRows] of groupByBlock(rows)) {
    scores.fill(0)
    for (const { term, postings } of blockRows) {
      const weight = factor.get(term)
      if (weight === undefined) continue
      for (let at = 0; at < postings.length; at += postingBytes) {
        const frequency = postings[at + 2]!
        const ordinal = postings[at]! | (postings[at + 1]! << 8)
        scores[ordinal] = scores[ordinal]! + (weight * frequency) / (frequency + penalty[postings[at + 3]!]!)
      }
    }
    const first = block * blockSize
    for (let i = 0; i < blockSize; i++) {
      const score = scores[i]!
      if (score === 0 || (isAllowed !== undefined && !isAllowed(first + i))) continue
      matched++
      best.offer(first + i, score)
    }
  }
  return { best: best.take(), matched, idf }
}

function idfOfTerms(rows: readonly BlockRow[], passages: number): Map<string, number> {
  const frequencies = new Map<string, number>()
  for (const row of rows) frequencies.set(row.term, (frequencies.get(row.term) ?? 0) + row.documentFrequency)
  return new Map([...frequencies].map(([term, frequency]) => [term, inverseDocumentFrequency(passages, frequency)]))
}

function lengthPenalties({ passages, totalLength }: IndexStatistics): Float64Array {
  const average = Math.max(1, totalLength / Math.max(1, passages))
  return Float64Array.from({ length: 256 }, (_, step) => k1 * (1 - b + (b * lengthOfStep(step)) / average))
}

function groupByBlock(rows: readonly BlockRow[]): Map<number, BlockRow[]> {
  const blocks = new Map<number, BlockRow[]>()
  for (const row of rows) {
    const group = blocks.get(row.block)
    if (group === undefined) blocks.set(row.block, [row])
    else group.push(row)
  }
  return blocks
}

/** The best ordinals seen; of equal scores the lower ordinal, so that pages do not shuffle. */
class BestOrdinals {
  readonly #limit: number
  #kept: ScoredOrdinal[] = []
  #floor = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(ordinal: number, score: number): void {
    if (score < this.#floor) return
    this.#kept.push({ ordinal, score })
    // Sorting now and then is cheaper than a heap for the few that pass the floor.
    if (this.#kept.length >= 4 * this.#limit + 64) this.#shrink()
  }

  take(): readonly ScoredOrdinal[] {
    this.#shrink()
    return this.#kept
  }

  #shrink(): void {
    this.#kept.sort((a, c) => c.score - a.score || a.ordinal - c.ordinal)
    this.#kept.length = Math.min(this.#kept.length, this.#limit)
    if (this.#kept.length === this.#limit) this.#floor = this.#kept.at(-1)?.score ?? 0
  }
}
