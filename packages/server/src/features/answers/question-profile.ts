import { forEachTerm, languageFor, type Retrieval, smoothRarity } from '#retrieval'
import { frameWords, type QuestionType, questionTypeOf } from './question-type.ts'

/** One word of the question in the terms of the index. `weight`, at most about 1, is what finding it is worth. */
export type AskedTerm = { readonly term: string; readonly weight: number }

/** A question as sentences are measured against it. */
export type QuestionProfile = {
  readonly text: string
  readonly type: QuestionType
  readonly words: readonly string[]
  readonly terms: readonly AskedTerm[]
  /** the terms as they are asked, as indices into `terms` */
  readonly order: readonly number[]
  /** a term of the vocabulary → the asked term that nobody wrote so, and how well it stands for it */
  readonly standIns: ReadonlyMap<string, { readonly index: number; readonly weight: number }>
  readonly totalWeight: number
}

const frameWeight = 0.3

/** Weighs the words of a question by how rare they are among the passages and by what they do in the question. */
export function profileQuestion(text: string, retrieval: Retrieval): QuestionProfile {
  const terms: AskedTerm[] = []
  const indices = new Map<string, number>()
  const order: number[] = []
  forEachTerm(text, languageFor(retrieval.question.language), (term, start, end) => {
    const known = indices.get(term)
    order.push(known ?? terms.length)
    if (known !== undefined) return
    indices.set(term, terms.length)
    const rarity = smoothRarity(retrieval.idf.get(term) ?? 0, retrieval.passagesInIndex)
    terms.push({ term, weight: frameWords.has(text.slice(start, end).toLowerCase()) ? rarity * frameWeight : rarity })
  })
  const totalWeight = terms.reduce((sum, { weight }) => sum + weight, 0)
  const standIns = standInsOf(retrieval, indices)
  return { text, type: questionTypeOf(text), words: retrieval.question.words, terms, order, standIns, totalWeight }
}

function standInsOf(retrieval: Retrieval, indices: ReadonlyMap<string, number>): QuestionProfile['standIns'] {
  const standIns = new Map<string, { index: number; weight: number }>()
  for (const { word, term, weight } of retrieval.standIns) {
    const index = indices.get(word)
    if (index !== undefined && !indices.has(term)) standIns.set(term, { index, weight: Math.sqrt(weight) })
  }
  return standIns
}
