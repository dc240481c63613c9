/** A word of the vocabulary that stands in for one that nobody wrote. `weight` is the square of the similarity. */
export type FuzzyTerm = { readonly word: string; readonly term: string; readonly weight: number }

export type SimilarTerm = { readonly word: string; readonly term: string; readonly similarity: number }

const standInsPerWord = 3
const minFuzzyLength = 4
/** The threshold of pg_trgm for its operator `%`. */
const minSimilarity = 0.3

/** Which terms of a question are looked up by similarity: those without a block, long enough to have a shape. */
export function unknownTerms(terms: Iterable<string>, known: ReadonlySet<string>): string[] {
  return [...terms].filter((term) => !known.has(term) && term.length >= minFuzzyLength)
}

/**
 * Where similar terms are looked for: those with the same first two letters, or with these swapped or one too many among them.
 * A range of the primary key is all that row security lets an index serve; every term in it is compared.
 */
export function fuzzyPrefixes(word: string): string[] {
  const [first, second, third] = [...word]
  return [...new Set([`${first}${second}`, `${second}${first}`, `${first}${third}`, `${second}${third}`])]
}

/** The three terms most similar to a word; of equal ones the first by the alphabet, so that every run finds the same. */
export function bestStandIns(similar: readonly SimilarTerm[]): FuzzyTerm[] {
  return similar
    .toSorted((a, b) => b.similarity - a.similarity || (a.term < b.term ? -1 : 1))
    .slice(0, standInsPerWord)
    .map(({ word, term, similarity }) => ({ word, term, weight: similarity ** 2 }))
}

/** Trigrams as pg_trgm makes them: two spaces before the word and one after it. */
function trigramsOf(word: string): Set<string> {
  const padded = `  ${word} `
  const trigrams = new Set<string>()
  for (let i = 0; i + 3 <= padded.length; i++) trigrams.add(padded.slice(i, i + 3))
  return trigrams
}

/** What is known of a word before it is compared with others. */
interface Shape {
  readonly trigrams: ReadonlySet<string>
  /** The same as numbers, which now and then two of them share. */
  readonly keys: ReadonlySet<number>
}

const space = 32
const keyOf = (first: number, second: number, third: number): number =>
  (Math.imul(Math.imul(first, 0x9e3779b1) + second, 0x85ebca6b) + third) | 0

function shapeOf(word: string): Shape {
  const trigrams = trigramsOf(word)
  const keys = [...trigrams].map((gram) => keyOf(gram.charCodeAt(0), gram.charCodeAt(1), gram.charCodeAt(2)))
  return { trigrams, keys: new Set(keys) }
}

/**
 * The terms of lists that are similar to a word: of all their trigrams, so many stand in both (Jaccard).
 * @param lists terms with spaces between them
 */
export function similarTerms(word: string, lists: Iterable<string>): SimilarTerm[] {
  const shape = shapeOf(word)
  const found: SimilarTerm[] = []
  for (const list of lists)
    for (let start = 0, end = 0; start < list.length; start = end + 1) {
      end = list.indexOf(' ', start)
      if (end < 0) end = list.length
      // Nearly all terms have too few in common, whatever their own number, and are never cut out.
      if (countShared(list, start, end, shape) < minSimilarity * shape.trigrams.size) continue
      const term = list.slice(start, end)
      const similarity = similarityOf(shape.trigrams, trigramsOf(term))
      if (similarity >= minSimilarity) found.push({ word, term, similarity })
    }
  return found
}

/** At least as many as there are: one that stands twice in the term is counted twice. */
function countShared(list: string, start: number, end: number, { keys }: Shape): number {
  let [first, second, shared] = [space, space, 0]
  for (let i = start; i <= end; i++) {
    const third = i === end ? space : list.charCodeAt(i)
    if (keys.has(keyOf(first, second, third))) shared++
    first = second
    second = third
  }
  return shared
}

function similarityOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size
  return shared / (a.size + b.size - shared)
}
