import { splitSentences } from '#documents'
import { type RetrievedPassage, sampleGrams, scoreGrams } from '#retrieval'
import { compareSentences, type SentenceTraits, type SentenceTrees } from './compare-sentences.ts'
import { sentenceTrees } from './learnt-sentences.ts'
import { coverage, coverageAdded, type MetTerms, meetTerms, type Token, tokensOf } from './met-terms.ts'
import type { QuestionProfile } from './question-profile.ts'
import { findAnswerPlaces } from './question-type.ts'
import { type SentenceFeatures, weigh } from './sentence-features.ts'

/** A sentence of a retrieved passage; `start` and `end` are UTF-16 offsets into the text of the passage. */
export type CandidateSentence = {
  readonly passageIndex: number
  /** its number among the sentences of the passage */
  readonly position: number
  readonly start: number
  readonly end: number
  readonly text: string
  readonly met: MetTerms
  /** share of the question's letters, by their rarity, that stand in the sentence */
  readonly gramCoverage: number
  /** it holds something of the wanted kind that the question did not say */
  readonly hasAnswerPlace: boolean
  readonly traits: SentenceTraits
  /** by the weights of the features alone */
  readonly weighed: number
  /** with what trees say, too */
  readonly score: number
}

type Draft = Pick<CandidateSentence, 'passageIndex' | 'position' | 'start' | 'end' | 'text' | 'met'> & {
  readonly tokens: readonly Token[]
}

const minLength = 12
// A question in the text repeats what is asked and answers nothing.
const penaltyOfQuestion = 8

/** Every sentence of the passages with its score, best first. */
export function measureSentences(
  profile: QuestionProfile,
  passages: readonly RetrievedPassage[],
  trees: SentenceTrees = sentenceTrees,
): CandidateSentence[] {
  const drafts = passages.flatMap((passage, passageIndex) => draftSentences(profile, passage, passageIndex))
  const texts = drafts.map(({ text }) => text)
  const grams = scoreGrams(profile.words, texts, sampleGrams(texts))
  const maxGrams = Math.max(...grams.map(({ score }) => score), Number.MIN_VALUE)
  const contexts = passages.map((passage) =>
    meetTerms(profile, tokensOf([passage.documentTitle, ...passage.headingPath].join('\n'), passage)),
  )
  const measured = drafts.map((draft, i) => {
    const { passageIndex, met, text, tokens } = draft
    const places = findAnswerPlaces(text, profile.type, profile.text)
    const features: SentenceFeatures = {
      coverage: coverage(profile, met),
      grams: grams[i]!.score / maxGrams,
      passageScore: passages[passageIndex]!.score,
      isInBestPassage: passageIndex === 0 ? 1 : 0,
      before: coverageBeside(profile, drafts, i, -1),
      after: coverageBeside(profile, drafts, i, 1),
      context: coverageAdded(profile, met, contexts[passageIndex]!),
      pairs: pairsInBoth(profile, tokens),
      hasFigure: places.length > 0 && isFigureWanted(profile) ? 1 : 0,
      hasName: places.length > 0 && !isFigureWanted(profile) ? 1 : 0,
      nearAnswerPlace: nearness(profile, tokens, places),
      length: Math.log(1 + tokens.length) / 4,
      novelty: novelty(profile, tokens),
      density: met.reduce((sum, each) => sum + each, 0) / Math.sqrt(1 + tokens.length),
    }
    const weighed = weigh(features) - (text.endsWith('?') ? penaltyOfQuestion : 0)
    return { ...draft, gramCoverage: grams[i]!.coverage, answerPlaces: places.length, features, weighed }
  })
  const compared = compareSentences(profile, measured, trees)
  const candidates = measured.map(({ tokens, features, answerPlaces, ...sentence }, i) => {
    const { traits, gain } = compared[i]!
    return { ...sentence, traits, hasAnswerPlace: answerPlaces > 0, score: sentence.weighed + gain }
  })
  return candidates.sort((a, b) => b.score - a.score || a.passageIndex - b.passageIndex || a.start - b.start)
}

export function isFigureWanted({ type }: QuestionProfile): boolean {
  return type === 'number' || type === 'time'
}

function draftSentences(profile: QuestionProfile, passage: RetrievedPassage, passageIndex: number): Draft[] {
  const drafts: Draft[] = []
  for (const { start, end } of splitSentences(passage.text, passage.language)) {
    const text = passage.text.slice(start, end)
    if (text.length < minLength || isHeading(text, passage)) continue
    const tokens = tokensOf(text, passage)
    drafts.push({ passageIndex, position: drafts.length, start, end, text, tokens, met: meetTerms(profile, tokens) })
  }
  return drafts
}

const headingMarks = /^#{1,6}\s+|[\s:=#-]+$/gu

function isHeading(text: string, passage: RetrievedPassage): boolean {
  if (/^#{1,6}\s/u.test(text)) return true
  const plain = text.replace(headingMarks, '').trim()
  return plain === passage.documentTitle || passage.headingPath.includes(plain)
}

function coverageBeside(profile: QuestionProfile, drafts: readonly Draft[], i: number, step: -1 | 1): number {
  const [draft, other] = [drafts[i]!, drafts[i + step]]
  return other?.passageIndex === draft.passageIndex ? coverageAdded(profile, draft.met, other.met) : 0
}

const pairReach = 3

function pairsInBoth(profile: QuestionProfile, tokens: readonly Token[]): number {
  let found = 0
  let possible = 0
  for (let i = 1; i < profile.order.length; i++) {
    const [first, second] = [profile.terms[profile.order[i - 1]!]!, profile.terms[profile.order[i]!]!]
    const weight = Math.min(first.weight, second.weight)
    possible += weight
    const isNear = tokens.some(
      ({ term }, at) =>
        term === first.term &&
        tokens.slice(Math.max(0, at - pairReach), at + pairReach + 1).some((each) => each.term === second.term),
    )
    if (isNear) found += weight
  }
  return possible === 0 ? 0 : found / possible
}

const nearCharacters = 20

/** 1 when something of the wanted kind stands right beside the asked words, less with every character between them. */
function nearness(profile: QuestionProfile, tokens: readonly Token[], places: readonly number[]): number {
  const weights = new Map(profile.terms.map(({ term, weight }) => [term, weight]))
  let best = 0
  for (const place of places) {
    let sum = 0
    for (const { term, start } of tokens) sum += (weights.get(term) ?? 0) / (1 + Math.abs(start - place) / nearCharacters)
    best = Math.max(best, sum)
  }
  return best / Math.max(Number.MIN_VALUE, profile.totalWeight)
}

const enoughNewTerms = 8

function novelty(profile: QuestionProfile, tokens: readonly Token[]): number {
  const asked = new Set(profile.terms.map(({ term }) => term))
  const fresh = new Set(tokens.map(({ term }) => term).filter((term) => !asked.has(term)))
  return Math.min(1, fresh.size / enoughNewTerms)
}
