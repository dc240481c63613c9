import { forEachTerm, languageOf, type RetrievedPassage } from '#retrieval'
import type { AskedTerm, QuestionProfile } from './question-profile.ts'
import type { CandidateSentence } from './sentence-features.ts'

export const evidenceNames = [
  'gramCoverage',
  'sentenceGramCoverage',
  'sentenceMatched',
  'passageMatched',
  'passageUnmatched',
  'sentenceUnmatched',
  'neighbourhoodCoverage',
  'sentenceCoverage',
  'passageCoverage',
  'lacksFigure',
  'hasFigure',
  'nameCoverage',
  'inOrder',
  'pairs',
  'logTerms',
  'titleOnly',
  'largestMissing',
  'missingKnown',
  'missingUnknown',
  'missingKnownName',
  'missingUnknownName',
  'sentMissingKnown',
  'sentMissingUnknown',
  'score',
  'passageScore',
  'afterCov',
  'missingFigures',
] as const

export function measureEvidence(
  profile: QuestionProfile,
  passages: readonly RetrievedPassage[],
  sentences: readonly CandidateSentence[],
  best: CandidateSentence,
): number[] {
  const passage = passages[best.passageIndex]!
  const inPassage = sentences.filter(({ passageIndex }) => passageIndex === best.passageIndex)
  const nearby = inPassage.filter(({ position }) => Math.abs(position - best.position) <= 1)
  const whole = unite(profile, inPassage)
  const near = unite(profile, nearby)
  const isFigure = profile.type === 'number' || profile.type === 'time'
  const title = titleTerms(profile, passage)
  const unit = profile.uniqueWeight
  const sum = (met: Float64Array) => profile.terms.reduce((total, { weight }, i) => total + weight * met[i]!, 0)
  const [named, namedMet] = profile.terms.reduce(([a, b], { weight, isName }, i) => (isName ? [a + weight, b + weight * whole[i]!] : [a, b]), [0, 0])
  const missing = (which: (t: AskedTerm) => boolean, met = whole) =>
    profile.terms.reduce((total, term, i) => (which(term) ? total + term.weight * (1 - Math.max(met[i]!, title[i]!)) : total), 0) / unit
  return [
    passage.gramCoverage,
    best.gramCoverage,
    sum(best.met) / unit,
    sum(whole) / unit,
    (profile.totalWeight - sum(whole)) / unit,
    (profile.totalWeight - sum(best.met)) / unit,
    sum(near) / profile.totalWeight,
    sum(best.met) / profile.totalWeight,
    sum(whole) / profile.totalWeight,
    isFigure && !best.hasAnswerPlace ? 1 : 0,
    isFigure && best.hasAnswerPlace ? 1 : 0,
    named === 0 ? 1 : namedMet! / named!,
    best.features[best.features.length - 6]!,
    best.features[8]!,
    Math.log(1 + profile.terms.length),
    profile.terms.reduce((total, { weight }, i) => total + (title[i]! > whole[i]! ? weight * (title[i]! - whole[i]!) : 0), 0) / profile.totalWeight,
    Math.max(0, ...profile.terms.map(({ weight }, i) => weight * (1 - Math.max(whole[i]!, title[i]!)))) / unit,
  ]
}

function unite(profile: QuestionProfile, sentences: readonly CandidateSentence[]): Float64Array {
  const met = new Float64Array(profile.terms.length)
  for (const sentence of sentences) for (let i = 0; i < met.length; i++) met[i] = Math.max(met[i]!, sentence.met[i]!)
  return met
}

function titleTerms(profile: QuestionProfile, passage: RetrievedPassage): Float64Array {
  const written = new Set<string>()
  for (const text of [passage.documentTitle, ...passage.headingPath]) forEachTerm(text, languageOf(passage), (term) => written.add(term))
  return Float64Array.from(profile.terms, ({ term }) => (written.has(term) ? 1 : 0))
}
