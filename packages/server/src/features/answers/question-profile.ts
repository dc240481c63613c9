import { forEachTerm, languageFor, type Retrieval, smoothRarity } from '#retrieval'
import { frameWords, type QuestionType, questionTypeOf, questionWords } from './question-type.ts'

/** One word of the question in the terms of the index. `weight`, at most about 1, is what finding it is worth. */
export type AskedTerm = {
  readonly term: string
  readonly weight: number
  /** the word as it is asked, and its number among all words of the question */
  readonly word: string
  readonly place: number
  readonly rarity: number
  /** no passage of the workspace has it */
  readonly isUnknown: boolean
  /** it frames the question and seldom stands in the answer */
  readonly isFrame: boolean
}

/** A question as sentences are measured against it. */
export type QuestionProfile = {
  readonly text: string
  readonly type: QuestionType
  readonly isGerman: boolean
  readonly words: readonly string[]
  readonly terms: readonly AskedTerm[]
  /** the terms as they are asked, as indices into `terms` */
  readonly order: readonly number[]
  /** a term of the vocabulary → the asked term that nobody wrote so, and how well it stands for it */
  readonly standIns: ReadonlyMap<string, { readonly index: number; readonly weight: number }>
  readonly totalWeight: number
  readonly wordCount: number
  readonly placeOfQuestionWord: number
  /** the term right behind the question word, as in "which city", or -1 */
  readonly focus: number
}

const frameWeight = 0.3
const focusReach = 3

/** Weighs the words of a question by how rare they are among the passages and by what they do in the question. */
export function profileQuestion(text: string, retrieval: Retrieval): QuestionProfile {
  const { idf, passagesInIndex } = retrieval
  // Where no word of the question betrays its language, what was found for it does.
  const language = languageFor(retrieval.question.language ?? retrieval.passages[0]?.language)
  const starts = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
  const placeOfQuestionWord = Math.max(
    0,
    starts.findIndex(([word]) => questionWords.has(word.toLowerCase())),
  )
  const idfOfUnknown = Math.log(2 * passagesInIndex + 2)
  const terms: AskedTerm[] = []
  const indices = new Map<string, number>()
  const order: number[] = []
  forEachTerm(text, language, (term, start, end) => {
    const known = indices.get(term)
    order.push(known ?? terms.length)
    if (known !== undefined) return
    indices.set(term, terms.length)
    const word = text.slice(start, end)
    const idfOfTerm = idf.get(term) ?? 0
    const rarity = smoothRarity(idfOfTerm, passagesInIndex)
    const isFrame = frameWords.has(word.toLowerCase())
    const place = starts.filter(({ index }) => index < start).length
    const isUnknown = idfOfTerm > idfOfUnknown - 1e-6
    terms.push({ term, weight: isFrame ? rarity * frameWeight : rarity, word, place, rarity, isUnknown, isFrame })
  })
  return {
    text,
    type: questionTypeOf(text),
    isGerman: language.code === 'de',
    words: retrieval.question.words,
    terms,
    order,
    standIns: standInsOf(retrieval, indices),
    totalWeight: terms.reduce((sum, { weight }) => sum + weight, 0),
    wordCount: starts.length,
    placeOfQuestionWord,
    focus: terms.findIndex(
      ({ place, isFrame }) => !isFrame && place > placeOfQuestionWord && place <= placeOfQuestionWord + focusReach,
    ),
  }
}

function standInsOf(retrieval: Retrieval, indices: ReadonlyMap<string, number>): QuestionProfile['standIns'] {
  const standIns = new Map<string, { index: number; weight: number }>()
  for (const { word, term, weight } of retrieval.standIns) {
    const index = indices.get(word)
    if (index !== undefined && !indices.has(term)) standIns.set(term, { index, weight: Math.sqrt(weight) })
  }
  return standIns
}
