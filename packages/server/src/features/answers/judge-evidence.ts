import type { RetrievedPassage } from '#retrieval'
import { measureWords, type WordFeatures } from './asked-words.ts'
import { sumTrees } from './decision-trees.ts'
import type { Evidence, EvidenceName } from './evidence.ts'
import { evidenceBias, evidenceThresholds, evidenceWeights, wordTrees } from './learnt-evidence.ts'
import { type CandidateSentence, isFigureWanted } from './measure-sentences.ts'
import { coverage, metWeight, unite } from './met-terms.ts'
import type { QuestionProfile } from './question-profile.ts'

const maxLead = 6

/** How far the best sentence, its passage and the words of the question fit together. */
export type Fit = { readonly words: readonly WordFeatures[]; readonly context: ContextEvidence }
type WordEvidence = Pick<Evidence, 'words' | 'averageWord' | 'worstWord'>
type ContextEvidence = Omit<Evidence, keyof WordEvidence>

/** Whether the best sentence answers the question, or the documents do not say. */
export function isAnswer({ words, context }: Fit, language: 'de' | 'en'): boolean {
  const evidence = { ...summarizeWords(words.map((word) => sumTrees(wordTrees, word))), ...context }
  let score = evidenceBias
  for (const name of Object.keys(evidenceWeights) as EvidenceName[]) score += evidenceWeights[name] * evidence[name]
  return score >= evidenceThresholds[language]
}

export function summarizeWords(scores: readonly number[]): WordEvidence {
  const words = scores.reduce((sum, score) => sum + score, 0)
  return { words, averageWord: words / Math.max(1, scores.length), worstWord: Math.min(0, ...scores) }
}

export function measureFit(
  profile: QuestionProfile,
  passages: readonly RetrievedPassage[],
  sentences: readonly CandidateSentence[],
  best: CandidateSentence,
): Fit {
  const passage = passages[best.passageIndex]!
  const others = passages.filter((other) => other !== passage)
  const sentencesOf = (one: RetrievedPassage) => sentences.filter(({ passageIndex }) => passages[passageIndex] === one)
  const inPassage = sentencesOf(passage)
  const neighbours = inPassage.filter(({ position }) => Math.abs(position - best.position) <= 1)
  const metBy = (some: readonly CandidateSentence[]) =>
    unite(
      profile,
      some.map(({ met }) => met),
    )
  const met = {
    inNeighbours: metBy(neighbours),
    inPassage: metBy(inPassage),
    inOthers: others.map((other) => metBy(sentencesOf(other))),
  }
  const covered = coverage(profile, met.inPassage)
  const elsewhere = sentences.find(({ passageIndex }) => passageIndex !== best.passageIndex)
  const context: ContextEvidence = {
    passageGrams: passage.gramCoverage,
    sentenceGrams: best.gramCoverage,
    gramLead: passage.gramCoverage - Math.max(0, ...others.map(({ gramCoverage }) => gramCoverage)),
    sentenceMatched: metWeight(profile, best.met),
    passageMatched: metWeight(profile, met.inPassage),
    neighbourhood: coverage(profile, met.inNeighbours),
    coverage: covered,
    coverageLead: covered - Math.max(0, ...met.inOthers.map((each) => coverage(profile, each))),
    runnerUp: Math.max(0, ...others.map(({ bm25 }) => bm25)) / Math.max(Number.MIN_VALUE, passage.bm25),
    sentenceLead: Math.min(maxLead, elsewhere === undefined ? maxLead : best.score - elsewhere.score),
    phrases: phrasesInBoth(profile, passage),
    lacksFigure: isFigureWanted(profile) && !best.hasAnswerPlace ? 1 : 0,
    lacksName: !isFigureWanted(profile) && !best.hasAnswerPlace ? 1 : 0,
  }
  return { words: measureWords(profile, passage, best, met), context }
}

/** Share of the pairs of words beside each other in the question, small words too, that stand so in the passage. */
function phrasesInBoth({ text }: QuestionProfile, passage: RetrievedPassage): number {
  const asked = wordsOf(text)
  const written = ` ${wordsOf(passage.text).join(' ')} `
  let shared = 0
  for (let i = 1; i < asked.length; i++) if (written.includes(` ${asked[i - 1]} ${asked[i]} `)) shared++
  return shared / Math.max(1, asked.length - 1)
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
