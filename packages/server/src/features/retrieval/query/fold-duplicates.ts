import { foldTable, ignored } from '../lexical/word-characters.ts'

/** Of two passages that share this much of their word sequences, the second says nothing new. */
const sameFrom = 0.85
const shingleWords = 3
const minShingles = 5
/** One shingle in eight, by its hash, is enough to see which passages may be the same; these alone are compared in full. */
const sampleMask = 7
const sampledFrom = 120
const maybeSameFrom = 0.5

/** The shingles of a passage: the sampled ones, and all of them once they are asked for. */
interface Shingles {
  readonly sample: readonly number[]
  readonly all: () => Uint32Array
}

interface Kept<P> {
  readonly passage: P
  readonly also: P[]
  readonly shingles: Shingles
}

/**
 * Folds near-duplicates: each passage that says almost the same as a better one goes under it, in the order of ranking.
 * Likeness is the containment of the smaller set of three-word shingles in the larger (Broder, On the resemblance and containment
 * of documents, 1997), of passages of about one size; sampled as there, and counted in full where the sample is alike. Short passages
 * fold only when they are equal.
 */
export function foldDuplicates<P extends { readonly text: string }>(ranked: readonly P[]): { passage: P; also: P[] }[] {
  const kept: Kept<P>[] = []
  // Which of those kept have a sampled shingle: likeness is counted without comparing each with each.
  const holders = new Map<number, number[]>()
  for (const passage of ranked) {
    const shingles = shinglesOf(passage.text)
    const twin = findTwin(shingles, kept, holders)
    if (twin) {
      twin.also.push(passage)
      continue
    }
    const index = kept.push({ passage, also: [], shingles }) - 1
    for (const shingle of shingles.sample) {
      const others = holders.get(shingle)
      if (others) others.push(index)
      else holders.set(shingle, [index])
    }
  }
  return kept.map(({ passage, also }) => ({ passage, also }))
}

function findTwin<P>(shingles: Shingles, kept: readonly Kept<P>[], holders: ReadonlyMap<number, number[]>): Kept<P> | undefined {
  const shared = new Map<number, number>()
  for (const shingle of shingles.sample)
    for (const index of holders.get(shingle) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
  const mayBeSame = ([index, count]: [number, number]) =>
    count >= maybeSameFrom * Math.min(kept[index]!.shingles.sample.length, shingles.sample.length)
  const [twin] = [...shared]
    .filter(mayBeSame)
    .map(([index]) => index)
    .sort((a, b) => a - b)
    .filter((index) => isSame(kept[index]!.shingles.all(), shingles.all()))
  return twin === undefined ? undefined : kept[twin]
}

/** @param one @param other each in order, without repetitions */
function isSame(one: Uint32Array, other: Uint32Array): boolean {
  const [small, large] = one.length < other.length ? [one, other] : [other, one]
  // A sentence inside a long passage is a hit of its own: only passages of about one size are the same.
  if (small.length * 2 < large.length) return false
  let shared = 0
  for (let i = 0, j = 0; i < small.length && j < large.length; ) {
    if (small[i] === large[j]) shared++
    if (small[i]! <= large[j]!) i++
    else j++
  }
  return shared >= sameFrom * small.length
}

/** The hashes of every three words in a row, or of all words of a short text. */
function shinglesOf(text: string): Shingles {
  const words = hashWords(text)
  let all: Uint32Array | undefined
  return { sample: sampleOf(words), all: () => (all ??= inOrder(Uint32Array.from(shinglesOfWords(words)))) }
}

/** Some of them, the same ones of equal passages. A text with few shingles is its own sample. */
function sampleOf(words: readonly number[]): number[] {
  if (words.length < sampledFrom) return [...new Set(shinglesOfWords(words))]
  const sample = new Set<number>()
  for (let i = shingleWords - 1; i < words.length; i++) {
    const shingle = shingleAt(words, i)
    if ((shingle & sampleMask) === 0) sample.add(shingle)
  }
  return [...sample]
}

function shinglesOfWords(words: readonly number[]): number[] {
  if (words.length < minShingles + shingleWords - 1) return [words.reduce(combine, 0)]
  return words.slice(shingleWords - 1).map((_, i) => shingleAt(words, i + shingleWords - 1))
}

/** The shingle that ends with a word. */
function shingleAt(words: readonly number[], last: number): number {
  return combine(combine(words[last - 2]!, words[last - 1]!), words[last]!)
}

/** Each once, the smallest first. */
function inOrder(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.slice().sort()
  let count = 1
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i]!
  return sorted.subarray(0, count)
}

function hashWords(text: string): number[] {
  const words: number[] = []
  let hash = 0
  for (let i = 0; i <= text.length; i++) {
    const folded = i < text.length ? foldTable[text.charCodeAt(i)]! : 0
    if (folded === ignored) continue
    if (folded !== 0) hash = combine(hash, folded)
    else if (hash !== 0) {
      words.push(hash)
      hash = 0
    }
  }
  return words
}

function combine(hash: number, next: number): number {
  const mixed = Math.imul(hash ^ next, 0x9e3779b1)
  return ((mixed ^ (mixed >>> 15)) + hash) | 0
}
