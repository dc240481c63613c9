import { b, inverseDocumentFrequency, k1, smoothRarity } from './score-blocks.ts'
import { foldTable, ignored } from './word-characters.ts'

/**
 * BM25 over character 4-grams: what stems miss, above all German compounds and typing errors, overlaps here.
 * No index: the grams of the candidates are counted from their texts, and their rarity is taken from the candidates
 * together with a sample of the workspace, which ranks as well as the rarity in all passages.
 */
const gramWeight = 0.35
const wordBoundary = 0x5f
const bucketBits = 17
const filterBits = 13

/** How many of `passages` sampled texts hold a gram, by hashed gram: numbers only, no text outlives its passage here. */
export type GramSample = { readonly passages: number; readonly counts: Uint16Array }

/** How many passages of a workspace make a sample. */
export const sampleSize = 300

export function sampleGrams(texts: readonly string[]): GramSample {
  const counts = new Uint16Array(1 << bucketBits)
  const lastSeenIn = new Int32Array(1 << bucketBits).fill(-1)
  for (const [i, text] of texts.entries()) {
    forEachGram(text, (hash) => {
      const bucket = hash >>> (32 - bucketBits)
      if (lastSeenIn[bucket] === i) return
      lastSeenIn[bucket] = i
      counts[bucket] = counts[bucket]! + 1
    })
  }
  return { passages: texts.length, counts }
}

/** `score` is BM25 over grams; `coverage` is the share of the question's grams that a text has, by their rarity, 0 to 1. */
export type GramMatch = { readonly score: number; readonly coverage: number }

/**
 * The final score of each candidate, between 0 and 1: `.65 * bm25 / max + .35 * grams / max`.
 * @param words of the question, without stop words; @param sample of the same workspace
 */
export function rerankByGrams(
  words: readonly string[],
  candidates: readonly { readonly text: string; readonly bm25: number }[],
  sample: GramSample,
): GramMatch[] {
  const grams = scoreGrams(
    words,
    candidates.map(({ text }) => text),
    sample,
  )
  const maxBm25 = Math.max(...candidates.map(({ bm25 }) => bm25), Number.MIN_VALUE)
  const maxGrams = Math.max(...grams.map(({ score }) => score), Number.MIN_VALUE)
  return candidates.map(({ bm25 }, i) => {
    const { score, coverage } = grams[i]!
    return { score: ((1 - gramWeight) * bm25) / maxBm25 + (gramWeight * score) / maxGrams, coverage }
  })
}

/** The 4-gram BM25 of each text. Also how sentences of one passage are compared. */
export function scoreGrams(words: readonly string[], texts: readonly string[], sample: GramSample): GramMatch[] {
  const asked = new GramCounter(words)
  const counted = texts.map((text) => asked.count(text))
  const average = Math.max(1, counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length))
  const frequencies = asked.hashes.map((hash, gram) => {
    const inSample = sample.counts[hash >>> (32 - bucketBits)]!
    return inSample + counted.reduce((sum, { occurrences }) => sum + (occurrences[gram]! > 0 ? 1 : 0), 0)
  })
  const idf = frequencies.map((frequency) => inverseDocumentFrequency(sample.passages + texts.length, frequency))
  const rarity = idf.map((each) => smoothRarity(each, sample.passages + texts.length))
  const all = rarity.reduce((sum, each) => sum + each, 0)
  return counted.map(({ occurrences, length }) => {
    const penalty = k1 * (1 - b + (b * length) / average)
    let score = 0
    let met = 0
    for (let gram = 0; gram < idf.length; gram++) {
      const frequency = occurrences[gram]!
      if (frequency === 0) continue
      score += (idf[gram]! * asked.weights[gram]! * (k1 + 1) * frequency) / (frequency + penalty)
      met += rarity[gram]!
    }
    return { score, coverage: all === 0 ? 0 : met / all }
  })
}

/** Counts the grams of a question in texts. A small bit filter keeps nearly all other grams from the map. */
class GramCounter {
  readonly hashes: number[] = []
  readonly weights: number[] = []
  readonly #index = new Map<number, number>()
  readonly #filter = new Uint8Array(1 << filterBits)

  constructor(words: readonly string[]) {
    forEachGram(words.join(' '), (hash) => {
      const known = this.#index.get(hash)
      if (known !== undefined) {
        this.weights[known] = this.weights[known]! + 1
        return
      }
      this.#index.set(hash, this.hashes.push(hash) - 1)
      this.weights.push(1)
      this.#filter[hash >>> (32 - filterBits)] = 1
    })
  }

  count(text: string): { occurrences: Uint16Array; length: number } {
    const occurrences = new Uint16Array(this.hashes.length)
    const length = forEachGram(text, (hash) => {
      if (this.#filter[hash >>> (32 - filterBits)] === 0) return
      const gram = this.#index.get(hash)
      if (gram !== undefined) occurrences[gram] = occurrences[gram]! + 1
    })
    return { occurrences, length }
  }
}

/** Visits the hash of every window of four characters of `_word_`, word by word, and returns how many there were. */
function forEachGram(text: string, visit: (hash: number) => void): number {
  let grams = 0
  let [first, second, third] = [0, 0, wordBoundary]
  let letters = 0
  for (let i = 0; i <= text.length; i++) {
    const folded = i < text.length ? foldTable[text.charCodeAt(i)]! : 0
    if (folded === ignored) continue
    if (folded === 0 && letters === 0) continue
    const last = folded === 0 ? wordBoundary : folded
    // A word of one letter has no window of four; `_a_` stands for it.
    if (letters >= 2 || folded === 0) {
      visit(hashOf(first, second, third, last))
      grams++
    }
    if (folded === 0) {
      first = second = 0
      third = wordBoundary
      letters = 0
    } else {
      first = second
      second = third
      third = last
      letters++
    }
  }
  return grams
}

function hashOf(first: number, second: number, third: number, fourth: number): number {
  let hash = Math.imul((first << 16) | second, 0x9e3779b1) ^ Math.imul((third << 16) | fourth, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return (hash ^ (hash >>> 13)) >>> 0
}
