/** A word of the vocabulary that stands in for one that nobody wrote. `weight` is the square of the similarity. */
export type FuzzyTerm = { readonly word: string; readonly term: string; readonly weight: number }

export type SimilarTerm = { readonly word: string; readonly term: string; readonly similarity: number }

const standInsPerWord = 3
const minFuzzyLength = 4
/** PostgreSQL's own threshold of the operator `%`, so that both indexes offer the same words. */
const minSimilarity = 0.3

/** Which terms of a question are looked up by similarity: those without a block, long enough to have a shape. */
export function unknownTerms(terms: Iterable<string>, known: ReadonlySet<string>): string[] {
  return [...terms].filter((term) => !known.has(term) && term.length >= minFuzzyLength)
}

/**
 * Where similar terms are looked for: those with the same first two letters, or with these swapped or one too many among them.
 * A range of the primary key is all that row security lets an index serve, and similarity is computed for every term in it.
 */
export function fuzzyPrefixes(word: string): string[] {
  const [first, second, third] = [...word]
  return [...new Set([`${first}${second}`, `${second}${first}`, `${first}${third}`, `${second}${third}`])]
}

/** The three terms most similar to each word; of equal ones the first by the alphabet, so that every run finds the same. */
export function bestStandIns(similar: readonly SimilarTerm[]): FuzzyTerm[] {
  return [...Map.groupBy(similar, ({ word }) => word).values()].flatMap((ofWord) =>
    ofWord
      .sort((a, b) => b.similarity - a.similarity || (a.term < b.term ? -1 : 1))
      .slice(0, standInsPerWord)
      .map(({ word, term, similarity }) => ({ word, term, weight: similarity ** 2 })),
  )
}

/** Trigrams as pg_trgm makes them: two spaces before the word and one after it. */
export function trigramsOf(word: string): Set<string> {
  const padded = `  ${word} `
  const trigrams = new Set<string>()
  for (let i = 0; i + 3 <= padded.length; i++) trigrams.add(padded.slice(i, i + 3))
  return trigrams
}

/** The terms of a vocabulary held in memory by trigram; the twin of the trigram index in the database. */
export class TrigramVocabulary {
  readonly #terms: string[] = []
  readonly #sizes: number[] = []
  readonly #postings = new Map<string, number[]>()

  add(term: string): void {
    const id = this.#terms.push(term) - 1
    const trigrams = trigramsOf(term)
    this.#sizes.push(trigrams.size)
    for (const trigram of trigrams) {
      const posting = this.#postings.get(trigram)
      if (posting === undefined) this.#postings.set(trigram, [id])
      else posting.push(id)
    }
  }

  /** The three most similar terms, best first, if any is similar enough. */
  findSimilar(word: string): FuzzyTerm[] {
    const trigrams = trigramsOf(word)
    const prefixes = fuzzyPrefixes(word)
    const shared = new Map<number, number>()
    for (const trigram of trigrams) for (const id of this.#postings.get(trigram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1)
    const similar: SimilarTerm[] = []
    for (const [id, count] of shared) {
      const similarity = count / (trigrams.size + this.#sizes[id]! - count)
      const term = this.#terms[id]!
      if (similarity >= minSimilarity && prefixes.some((prefix) => term.startsWith(prefix)))
        similar.push({ word, term, similarity })
    }
    return bestStandIns(similar)
  }
}
