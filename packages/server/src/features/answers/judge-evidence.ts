import type { RetrievedPassage } from '#retrieval'
import { type CandidateSentence, isFigureWanted } from './measure-sentences.ts'
import { coverage, metWeight, unite } from './met-terms.ts'
import type { QuestionProfile } from './question-profile.ts'

/**
 * What tells an answer from a passage that is merely about the same, with weights learnt on half of the articles of XQuAD:
 * each question once with its passage among the documents and once without. `node bench/tune-answers.ts`
 */
export const evidenceWeights = {
  /** share of the question's letters, by their rarity, in the passage and in the sentence */
  passageGrams: 2.54,
  sentenceGrams: 2.27,
  /** how many rare words of the question the sentence and the passage meet */
  sentenceMatched: 0.43,
  passageMatched: 0.21,
  /** share of the question met by the sentence with its neighbours */
  neighbourhood: 2.53,
  /** a figure is asked for and the sentence has none */
  lacksFigure: -0.75,
}
export type Evidence = Readonly<Record<keyof typeof evidenceWeights, number>>

const bias = -5
// Where one in twenty answerable questions of the learnt half is refused. German meets less of a question word by word.
const thresholds = { en: -0.98, de: -1.48 }

/** Whether the best sentence answers the question, or the documents do not say. */
export function isAnswer(evidence: Evidence, language: 'de' | 'en'): boolean {
  return scoreEvidence(evidence) >= thresholds[language]
}

function scoreEvidence(evidence: Evidence): number {
  let score = bias
  for (const name of Object.keys(evidenceWeights) as (keyof Evidence)[]) score += evidenceWeights[name] * evidence[name]
  return score
}

export function measureEvidence(
  profile: QuestionProfile,
  passages: readonly RetrievedPassage[],
  sentences: readonly CandidateSentence[],
  best: CandidateSentence,
): Evidence {
  const inPassage = sentences.filter(({ passageIndex }) => passageIndex === best.passageIndex)
  const neighbours = inPassage.filter(({ position }) => Math.abs(position - best.position) <= 1)
  const metBy = (some: readonly CandidateSentence[]) =>
    unite(
      profile,
      some.map(({ met }) => met),
    )
  return {
    passageGrams: passages[best.passageIndex]!.gramCoverage,
    sentenceGrams: best.gramCoverage,
    sentenceMatched: metWeight(profile, best.met),
    passageMatched: metWeight(profile, metBy(inPassage)),
    neighbourhood: coverage(profile, metBy(neighbours)),
    lacksFigure: isFigureWanted(profile) && !best.hasAnswerPlace ? 1 : 0,
  }
}
