import { analyzePassage, analyzeQuestion } from './analyzer.ts'
import { bestStandIns, type FuzzyTerm, fuzzyPrefixes, similarTerms, unknownTerms } from './fuzzy-terms.ts'
import { blockOf, blockSize, type Posting, postingBytes, writePosting } from './posting-block.ts'
import {
  type CandidatePassage,
  defaultCandidates,
  idfOfQuestion,
  type Retrieval,
  rankCandidates,
  searchedText,
  weighTerms,
} from './rank-candidates.ts'
import { type GramSample, sampleGrams, sampleSize } from './rerank-grams.ts'
import { type BlockRow, type BlockScores, type IndexStatistics, scoreBlocks } from './score-blocks.ts'

type GrowingBlock = { bytes: Buffer; used: number }

/** The index of a workspace without a database: the same terms, blocks, scores and rerank, for `brain ask` over files. */
export class MemoryIndex {
  readonly #passages: CandidatePassage[] = []
  readonly #blocks = new Map<string, Map<number, GrowingBlock>>()
  #totalLength = 0
  #sample: GramSample | undefined
  /** Terms by their first two letters, with spaces between them. */
  #vocabulary: Map<string, string> | undefined

  add(passage: Omit<CandidatePassage, 'ordinal' | 'format'>): void {
    const ordinal = this.#passages.push({ ...passage, format: null, ordinal: this.#passages.length }) - 1
    const { frequencies, length } = analyzePassage({ ...passage, title: passage.documentTitle })
    for (const [term, frequency] of frequencies) this.#append(term, { ordinal, frequency, length })
    this.#totalLength += length
    this.#sample = undefined
    this.#vocabulary = undefined
  }

  get statistics(): IndexStatistics {
    return { passages: this.#passages.length, totalLength: this.#totalLength, nextOrdinal: this.#passages.length }
  }

  /** The passages that answer a question best. */
  retrieve(question: string, limit = 10, candidates = defaultCandidates, rankedAgain?: number): Retrieval {
    const analyzed = analyzeQuestion(question)
    const known = new Set([...analyzed.terms.keys()].filter((term) => this.#blocks.has(term)))
    const standIns = unknownTerms(analyzed.terms.keys(), known).flatMap((term) => this.#findSimilar(term))
    const scores = this.score(weighTerms(analyzed, standIns), Math.max(limit, candidates))
    const found = scores.best.map(({ ordinal }) => this.#passages[ordinal]!)
    return {
      mode: 'lexical',
      isDegraded: false,
      passages: rankCandidates(analyzed, scores.best, found, this.#sampled(), { limit, rankedAgain }),
      total: scores.best.length,
      question: analyzed,
      idf: idfOfQuestion(analyzed, scores, this.#passages.length),
      standIns,
      passagesInIndex: this.#passages.length,
      corpusVersion: 0,
    }
  }

  /** BM25 alone, before the rerank. */
  score(weights: ReadonlyMap<string, number>, limit: number): BlockScores {
    return scoreBlocks(this.rowsOf(weights.keys()), weights, this.statistics, limit)
  }

  /** The blocks of some terms as the database would return them. */
  rowsOf(terms: Iterable<string>): BlockRow[] {
    const rows: BlockRow[] = []
    for (const term of terms) {
      for (const [block, { bytes, used }] of this.#blocks.get(term) ?? []) {
        rows.push({ term, block, documentFrequency: used / postingBytes, postings: bytes.subarray(0, used) })
      }
    }
    return rows
  }

  #append(term: string, posting: Posting): void {
    const blocks = this.#blocks.get(term) ?? new Map<number, GrowingBlock>()
    const number = blockOf(posting.ordinal)
    const block = blocks.get(number) ?? { bytes: Buffer.alloc(postingBytes), used: 0 }
    if (block.used === 0) this.#blocks.set(term, blocks.set(number, block))
    if (block.used === block.bytes.length) {
      block.bytes = Buffer.concat([block.bytes], Math.min(2 * block.used, blockSize * postingBytes))
    }
    writePosting(block.bytes, block.used, posting)
    block.used += postingBytes
  }

  #findSimilar(word: string): FuzzyTerm[] {
    this.#vocabulary ??= new Map(
      [...Map.groupBy(this.#blocks.keys(), prefixOf)].map(([prefix, terms]) => [prefix, terms.join(' ')]),
    )
    const lists = fuzzyPrefixes(word).map((prefix) => this.#vocabulary!.get(prefix) ?? '')
    return bestStandIns(similarTerms(word, lists))
  }

  #sampled(): GramSample {
    const step = Math.max(1, this.#passages.length / sampleSize)
    const size = Math.min(sampleSize, this.#passages.length)
    this.#sample ??= sampleGrams(Array.from({ length: size }, (_, i) => searchedText(this.#passages[Math.floor(i * step)]!)))
    return this.#sample
  }
}

const prefixOf = (term: string): string => [...term].slice(0, 2).join('')
