import type { IrCollection } from './ir-collections.ts'

/** One value per question, in the order of the collection. */
export type Measures = { readonly ndcg: readonly number[]; readonly recall: readonly number[]; readonly mrr: readonly number[] }

/**
 * nDCG@10 (Järvelin and Kekäläinen 2002, gain over log2 of the rank), recall@100 and MRR@10.
 * @param ranked per question, the ids of documents, best first
 */
export function measureRankings(collection: IrCollection, ranked: readonly (readonly string[])[]): Measures {
  const measures = { ndcg: [] as number[], recall: [] as number[], mrr: [] as number[] }
  for (const [i, question] of collection.questions.entries()) {
    const judged = collection.judgements.get(question.id)!
    const gains = ranked[i]!.slice(0, 10).map((id) => judged.get(id) ?? 0)
    const ideal = [...judged.values()].sort((a, b) => b - a).slice(0, 10)
    const relevant = [...judged].filter(([, gain]) => gain > 0).map(([id]) => id)
    const found = new Set(ranked[i]!.slice(0, 100))
    measures.ndcg.push(discounted(gains) / discounted(ideal))
    measures.recall.push(relevant.filter((id) => found.has(id)).length / relevant.length)
    measures.mrr.push(1 / (gains.findIndex((gain) => gain > 0) + 1 || Number.POSITIVE_INFINITY))
  }
  return measures
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** One edit inside the longest word, chosen by its letters so that every run asks the same. */
export function misspell(question: string): string {
  const longest = [...question.matchAll(/\p{L}+/gu)].sort((a, b) => b[0].length - a[0].length)[0]
  if (longest === undefined || longest[0].length < 4) return question
  const word = longest[0]
  const seed = [...word].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0)
  const at = 1 + (seed % (word.length - 2))
  const edits = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at]! + word.slice(at),
    word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2),
    `${word.slice(0, at)}e${word.slice(at + 1)}`,
  ]
  return question.slice(0, longest.index) + edits[seed % 4]! + question.slice(longest.index + word.length)
}

/** Two-sided p of a paired randomisation test with 5,000 sign flips (Smucker, Allan and Carterette 2007). */
export function pairedRandomization(a: readonly number[], b: readonly number[]): number {
  const differences = b.map((value, i) => value - a[i]!).filter((difference) => difference !== 0)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  let state = 12345
  let extreme = 0
  for (let round = 0; round < 5000; round++) {
    let sum = 0
    for (const difference of differences) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      sum += state & 0x80000000 ? difference : -difference
    }
    if (Math.abs(sum) >= observed - 1e-12) extreme++
  }
  return extreme / 5000
}
