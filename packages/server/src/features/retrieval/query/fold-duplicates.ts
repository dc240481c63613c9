import { forEachWord } from '../lexical/word-characters.ts'

/** Of two passages that share this much of their word sequences, the second says nothing new. */
const sameFrom = 0.85
const shingleWords = 3
const minShingles = 5

/**
 * Folds near-duplicates: each passage that says almost the same as a better one goes under it, in the order of ranking.
 * Likeness is the containment of the smaller set of three-word shingles in the larger (Broder, On the resemblance and containment
 * of documents, 1997), of passages of about one size. Short passages fold only when they are equal.
 */
export function foldDuplicates<P extends { readonly text: string }>(ranked: readonly P[]): { passage: P; also: P[] }[] {
  const kept: { passage: P; also: P[]; shingles: Set<string> }[] = []
  for (const passage of ranked) {
    const shingles = shinglesOf(passage.text)
    const twin = kept.find((other) => containment(shingles, other.shingles) >= sameFrom)
    if (twin) twin.also.push(passage)
    else kept.push({ passage, also: [], shingles })
  }
  return kept.map(({ passage, also }) => ({ passage, also }))
}

function shinglesOf(text: string): Set<string> {
  const words: string[] = []
  forEachWord(text, (word) => void words.push(word))
  if (words.length < minShingles + shingleWords - 1) return new Set([words.join(' ')])
  return new Set(words.slice(shingleWords - 1).map((_, i) => words.slice(i, i + shingleWords).join(' ')))
}

function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  // A sentence inside a long passage is a hit of its own: only passages of about one size are the same.
  if (small.size * 2 < large.size) return 0
  let shared = 0
  for (const shingle of small) if (large.has(shingle)) shared++
  return shared / small.size
}
