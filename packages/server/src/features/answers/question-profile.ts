import { forEachTerm, inverseDocumentFrequency, languageFor, type Retrieval } from '#retrieval'
import { frameWords, type QuestionType, questionTypeOf } from './question-type.ts'

/** One word of the question in the terms of the index, and what finding it is worth. */
export type AskedTerm = { readonly term: string; readonly weight: number; readonly isName: boolean; readonly isKnown: boolean }

/** A question as sentences are measured against it. */
export type QuestionProfile = {
  readonly text: string
  readonly language: string
  readonly type: QuestionType
  readonly terms: readonly AskedTerm[]
  /** term of a passage → the asked term it stands for, and how well */
  readonly standIns: ReadonlyMap<string, { readonly index: number; readonly weight: number }>
  readonly words: readonly string[]
  /** terms in the order they are asked */
  readonly order: readonly number[]
  readonly totalWeight: number
  /** the weight of a word that stands in one passage only */
  readonly uniqueWeight: number
}

const frameWeight = 0.3

/** Weighs the words of a question by how rare they are among the passages and by what they do in the question. */
export function profileQuestion(text: string, retrieval: Retrieval): QuestionProfile {
  const terms: { term: string; weight: number; isName: boolean; isKnown: boolean }[] = []
  const indexOf = new Map<string, number>()
  const order: number[] = []
  let isFirst = true
  forEachTerm(text, languageFor(retrieval.question.language), (term, start, end) => {
    const written = text.slice(start, end)
    let index = indexOf.get(term)
    if (index === undefined) {
      index = terms.length
      indexOf.set(term, index)
      const idf = retrieval.idf.get(term) ?? 0
      const weight = frameWords.has(written.toLowerCase()) ? idf * frameWeight : idf
      terms.push({ term, weight, isKnown: idf < inverseDocumentFrequency(retrieval.passagesInIndex, 0) - 1e-9, isName: !isFirst && /^[\p{Lu}\p{N}]/u.test(written) })
    }
    order.push(index)
    isFirst = false
  })
  const standIns = new Map<string, { index: number; weight: number }>()
  for (const { word, term, weight } of retrieval.standIns) {
    const index = indexOf.get(word)
    if (index !== undefined && !indexOf.has(term)) standIns.set(term, { index, weight: Math.sqrt(weight) })
  }
  return {
    text,
    language: retrieval.question.language ?? 'en',
    type: questionTypeOf(text),
    terms,
    standIns,
    words: retrieval.question.words,
    order,
    uniqueWeight: Math.max(Number.MIN_VALUE, inverseDocumentFrequency(retrieval.passagesInIndex, 1)),
    totalWeight: Math.max(
      Number.MIN_VALUE,
      terms.reduce((sum, { weight }) => sum + weight, 0),
    ),
  }
}
