/**
 * What speaks for a sentence, each from 0 to about 1, with the weight that a logistic choice among the sentences of a question
 * learns from half of the articles of XQuAD, English and German together, and from other articles: `node bench/tune-answers.ts`.
 */
export const sentenceWeights = {
  /** of the question, by this sentence */
  coverage: 3.05,
  /** BM25 over character 4-grams, best sentence 1 */
  grams: 2.35,
  passageScore: 3.45,
  isInBestPassage: 0.55,
  /** of the question, by the sentence before, the one after, and title and headings, beyond this one */
  before: 1.95,
  after: 0.55,
  context: 3.45,
  /** asked words that are neighbours in the question and near each other here */
  pairs: 0.65,
  /** a figure where one is asked for, a name where another thing is */
  hasFigure: 2.05,
  hasName: 0.2,
  nearAnswerPlace: 0.95,
  length: 0.9,
  novelty: -0.2,
  density: 1,
}
export type SentenceFeatures = Readonly<Record<keyof typeof sentenceWeights, number>>

/** What the weights say of a sentence. */
export function weigh(features: SentenceFeatures): number {
  let score = 0
  for (const name of Object.keys(sentenceWeights) as (keyof SentenceFeatures)[]) score += sentenceWeights[name] * features[name]
  return score
}
