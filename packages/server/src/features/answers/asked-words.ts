import type { RetrievedPassage } from '#retrieval'
import type { CandidateSentence } from './measure-sentences.ts'
import { type MetTerms, meetTerms, tokensOf, unite } from './met-terms.ts'
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

const maxOthers = 3
// Coarse on purpose: a finer rarity would tell workspaces of different sizes apart and nothing about the word.
const coarse = (rarity: number) => Math.round(rarity * 10) / 10

export function measureWords(
  profile: QuestionProfile,
  passages: readonly RetrievedPassage[],
  neighbours: readonly CandidateSentence[],
  best: CandidateSentence,
): WordFeatures[] {
  const passage = passages[best.passageIndex]!
  const inNeighbours = unite(
    profile,
    neighbours.map(({ met }) => met),
  )
  const inPassage = meetIn(profile, passage, passage.text)
  const inTitle = meetIn(profile, passage, [passage.documentTitle, ...passage.headingPath].join('\n'))
  const others = passages.filter((other) => other !== passage).map((other) => meetIn(profile, other, other.text))
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
      inOthers: Math.min(maxOthers, others.filter((met) => met[i]! > 0.5).length),
      lettersInSentence: lettersIn(sentenceGrams),
      lettersInPassage: lettersIn(passageGrams),
      isGerman: profile.isGerman ? 1 : 0,
    }
  })
}

function meetIn(profile: QuestionProfile, passage: RetrievedPassage, text: string): MetTerms {
  return meetTerms(profile, tokensOf(text, passage))
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
