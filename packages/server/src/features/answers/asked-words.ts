import type { RetrievedPassage } from '#retrieval'
import type { CandidateSentence } from './measure-sentences.ts'
import { type MetTerms, meetTerms, tokensOf } from './met-terms.ts'
import type { QuestionProfile } from './question-profile.ts'

/** One word of the question and how far the best sentence, its passage and the other passages meet it. */
export type WordFeatures = Readonly<
  Record<
    | 'rarity'
    | 'isUnknown'
    | 'isFrame'
    | 'isCapital'
    | 'hasDigit'
    | 'length'
    | 'fromQuestionWord'
    | 'fromEnd'
    | 'isFocus'
    | 'askedWords'
    | 'inSentence'
    | 'inNeighbours'
    | 'inPassage'
    | 'inTitle'
    | 'inOthers'
    | 'lettersInSentence'
    | 'lettersInPassage'
    | 'isGerman',
    number
  >
>

/** What of the question different texts meet. */
export type Meetings = {
  readonly inNeighbours: MetTerms
  readonly inPassage: MetTerms
  readonly inOthers: readonly MetTerms[]
}

const maxOthers = 3
const mostly = 0.5
// Coarse on purpose: a finer rarity would tell workspaces of different sizes apart and nothing about the word.
const coarse = (rarity: number) => Math.round(rarity * 10) / 10

/** @param inNeighbours what the sentence and the ones beside it meet; the others are what all sentences of a passage meet */
export function measureWords(
  profile: QuestionProfile,
  passage: RetrievedPassage,
  best: CandidateSentence,
  { inNeighbours, inPassage, inOthers }: Meetings,
): WordFeatures[] {
  const inTitle = meetTerms(profile, tokensOf([passage.documentTitle, ...passage.headingPath].join('\n'), passage))
  const sentenceGrams = gramsOf(best.text)
  const passageGrams = gramsOf(passage.text)
  return profile.terms.map(({ word, rarity, isUnknown, isFrame, place }, i) => {
    const grams = [...gramsOf(word)]
    const lettersIn = (all: ReadonlySet<string>) => grams.filter((gram) => all.has(gram)).length / Math.max(1, grams.length)
    return {
      rarity: coarse(rarity),
      isUnknown: isUnknown ? 1 : 0,
      isFrame: isFrame ? 1 : 0,
      isCapital: place > 0 && /^\p{Lu}/u.test(word) ? 1 : 0,
      hasDigit: /\p{N}/u.test(word) ? 1 : 0,
      length: word.length,
      fromQuestionWord: place - profile.placeOfQuestionWord,
      fromEnd: profile.wordCount - place,
      isFocus: i === profile.focus ? 1 : 0,
      askedWords: profile.terms.length,
      inSentence: best.met[i]!,
      inNeighbours: inNeighbours[i]!,
      inPassage: inPassage[i]!,
      inTitle: inTitle[i]!,
      inOthers: Math.min(maxOthers, inOthers.filter((met) => met[i]! > mostly).length),
      lettersInSentence: lettersIn(sentenceGrams),
      lettersInPassage: lettersIn(passageGrams),
      isGerman: profile.isGerman ? 1 : 0,
    }
  })
}

const gramLength = 4

/** Every four letters in a row of every word, with its ends. */
function gramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const bounded = `_${word}_`
    for (let i = 0; i === 0 || i + gramLength <= bounded.length; i++) grams.add(bounded.slice(i, i + gramLength))
  }
  return grams
}
