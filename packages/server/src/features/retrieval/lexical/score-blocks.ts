import { blockSize, lengthOfStep, postingWords } from './posting-block.ts'

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
  const saturation = saturationOf(statistics)
  const best = new BestOrdinals(limit)
  const scores = new Float64Array(blockSize)
  let matched = 0
  for (const [block, blockRows] of groupByBlock(rows)) {
    scores.fill(0)
    for (const { term, postings } of blockRows) {
      const weight = factor.get(term) ?? 0
      if (weight > 0) matched += addScores(scores, postings, weight, saturation)
    }
    const first = block * blockSize
    if (isAllowed !== undefined) matched -= forbid(scores, first, isAllowed)
    // One comparison a passage that is nearly never true: a processor guesses it right, unlike which passages have a score.
    for (let i = 0; i < blockSize; i++) if (scores[i]! >= best.floor) best.offer(first + i, scores[i]!)
  }
  return { best: best.take(), matched, idf }
}

/** @returns how many passages had no score before */
function addScores(scores: Float64Array, postings: Uint8Array, weight: number, { table, frequencies, of }: Saturation): number {
  const words = postingWords(postings)
  let added = 0
  for (let i = 0; i < words.length; i++) {
    const posting = words[i]!
    const frequency = (posting >>> 16) & 0xff
    const part = frequency < frequencies ? table[(frequency << 8) | (posting >>> 24)]! : of(frequency, posting >>> 24)
    const ordinal = posting & 0xffff
    const before = scores[ordinal]!
    added += before === 0 ? 1 : 0
    scores[ordinal] = before + weight * part
  }
  return added
}

/** Takes the scores of passages that are not allowed away. @returns how many had one */
function forbid(scores: Float64Array, first: number, isAllowed: (ordinal: number) => boolean): number {
  let forbidden = 0
  for (let i = 0; i < blockSize; i++) {
    if (scores[i] === 0 || isAllowed(first + i)) continue
    scores[i] = 0
    forbidden++
  }
  return forbidden
}

function idfOfTerms(rows: readonly BlockRow[], passages: number): Map<string, number> {
  const frequencies = new Map<string, number>()
  for (const row of rows) frequencies.set(row.term, (frequencies.get(row.term) ?? 0) + row.documentFrequency)
  return new Map([...frequencies].map(([term, frequency]) => [term, inverseDocumentFrequency(passages, frequency)]))
}

interface Saturation {
  /** Frequencies below this one are in the table, at `frequency << 8 | step of the length`: nearly all there are. */
  readonly frequencies: number
  readonly table: Float64Array
  readonly of: (frequency: number, step: number) => number
}

/** How much of its weight a term gets by its frequency and the length of the passage: tf / (tf + k1 · (1 − b + b · length / average)). */
function saturationOf({ passages, totalLength }: IndexStatistics): Saturation {
  const average = Math.max(1, totalLength / Math.max(1, passages))
  const penalties = Float64Array.from({ length: 256 }, (_, step) => k1 * (1 - b + (b * lengthOfStep(step)) / average))
  const of = (frequency: number, step: number) => frequency / (frequency + penalties[step]!)
  const frequencies = 8
  const table = new Float64Array(frequencies << 8)
  for (let i = 0; i < table.length; i++) table[i] = of(i >> 8, i & 0xff)
  return { frequencies, table, of }
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
  /** What is below it is not among the best; a passage without a score never is. */
  floor = Number.MIN_VALUE

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(ordinal: number, score: number): void {
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
    if (this.#kept.length === this.#limit) this.floor = this.#kept.at(-1)?.score ?? this.floor
  }
}
