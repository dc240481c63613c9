import { retrieveForAnswer } from '../packages/server/src/features/answers/answer-from-passages.ts'
import type { Retrieval } from '../packages/server/src/features/retrieval/lexical/rank-candidates.ts'
import { indexWithout, questionsByDocument } from './answers.ts'
import { articlesOf, type IrCollection } from './ir-collections.ts'

/** A question with what is retrieved for it in one of four workspaces. */
export type AnswerCase = {
  readonly question: string
  readonly language: 'de' | 'en'
  readonly article: number
  /** the passage that answers it is among the documents */
  readonly isAnswerable: boolean
  /** among the whole collection, or only beside the other passages of its article */
  readonly isWhole: boolean
  readonly retrieval: Retrieval
}

/** Every question four times: in the whole collection and in its article alone, with its passage and without. */
export function* casesOf(collection: IrCollection): Generator<AnswerCase> {
  const whole = indexWithout(collection, () => false)
  const articles = articlesOf(collection)
  const language = collection.name.endsWith('de') ? 'de' : 'en'
  for (const { document, questions } of questionsByDocument(collection)) {
    const article = articles[document]!
    const isElsewhere = (i: number) => articles[i] !== article
    const workspaces = [
      { isWhole: true, isAnswerable: true, index: whole },
      { isWhole: true, isAnswerable: false, index: indexWithout(collection, (i) => i === document) },
      { isWhole: false, isAnswerable: true, index: indexWithout(collection, isElsewhere) },
      { isWhole: false, isAnswerable: false, index: indexWithout(collection, (i) => i === document || isElsewhere(i)) },
    ]
    for (const { text } of questions) {
      const asked = { question: text, language, article } as const
      for (const { isWhole, isAnswerable, index } of workspaces) {
        yield { ...asked, isWhole, isAnswerable, retrieval: retrieveForAnswer(index, text) }
      }
    }
  }
}
