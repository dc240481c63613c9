import { foldTable, ignored } from '../lexical/word-characters.ts'

/** Of two passages that share this much of their word sequences, the second says nothing new. */
const sameFrom = 0.85
const shingleWords = 3
const minShingles = 5

interface Kept<P> {
  readonly passage: P
  readonly also: P[]
  readonly size: number
}

/**
 * Folds near-duplicates: each passage that says almost the same as a better one goes under it, in the order of ranking.
 * Likeness is the containment of the smaller set of three-word shingles in the larger (Broder, On the resemblance and containment
 * of documents, 1997), of passages of about one size. Short passages fold only when they are equal.
 */
export function foldDuplicates<P extends { readonly text: string }>(ranked: readonly P[]): { passage: P; also: P[] }[] {
  const kept: Kept<P>[] = []
  // Which of those kept have a shingle: likeness is counted without comparing each with each.
  const holders = new Map<number, number[]>()
  for (const passage of ranked) {
    const shingles = shinglesOf(passage.text)
    const twin = findTwin(shingles, kept, holders)
    if (twin) {
      twin.also.push(passage)
      continue
    }
    const index = kept.push({ passage, also: [], size: shingles.size }) - 1
    for (const shingle of shingles) {
      const others = holders.get(shingle)
      if (others) others.push(index)
      else holders.set(shingle, [index])
    }
  }
  return kept.map(({ passage, also }) => ({ passage, also }))
}

function findTwin<P>(shingles: ReadonlySet<number>, kept: readonly Kept<P>[], holders: ReadonlyMap<number, number[]>) {
  const shared = new Uint32Array(kept.length)
  for (const shingle of shingles) for (const index of holders.get(shingle) ?? []) shared[index]! += 1
  return kept.find(({ size }, index) => {
    const small = Math.min(size, shingles.size)
    // A sentence inside a long passage is a hit of its own: only passages of about one size are the same.
    return small * 2 >= Math.max(size, shingles.size) && shared[index]! >= sameFrom * small
  })
}

/** The hashes of every three words in a row, or of all words of a short text. */
function shinglesOf(text: string): Set<number> {
  const words = hashWords(text)
  if (words.length < minShingles + shingleWords - 1) return new Set([words.reduce(combine, 0)])
  const shingles = new Set<number>()
  for (let i = shingleWords; i <= words.length; i++) {
    shingles.add(combine(combine(words[i - 3]!, words[i - 2]!), words[i - 1]!))
  }
  return shingles
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
