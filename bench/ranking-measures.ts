import { measureRanking } from '../packages/server/src/features/retrieval/evaluation/ranking-measures.ts'
import type { IrCollection } from './ir-collections.ts'

/** One value per question, in the order of the collection. */
export type Measures = { readonly ndcg: readonly number[]; readonly recall: readonly number[]; readonly mrr: readonly number[] }

/**
 * nDCG@10, recall@100 and MRR@10, as evaluation sets measure them.
 * @param ranked per question, the ids of documents, best first
 */
export function measureRankings(collection: IrCollection, ranked: readonly (readonly string[])[]): Measures {
  const measured = collection.questions.map(({ id }, i) => measureRanking(ranked[i]!, collection.judgements.get(id)!))
  return {
    ndcg: measured.map(({ ndcg10 }) => ndcg10),
    recall: measured.map(({ recall100 }) => recall100),
    mrr: measured.map(({ mrr10 }) => mrr10),
  }
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
