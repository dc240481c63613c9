import { forEachTerm, languageOf, type RetrievedPassage, sampleGrams, scoreGrams } from '#retrieval'
import type { QuestionProfile } from './question-profile.ts'
import { findAnswerPlaces } from './question-type.ts'
import { splitSentences } from './split-sentences.ts'

/** A sentence of a retrieved passage; offsets are into the text of the passage. */
export type CandidateSentence = {
  readonly passageIndex: number
  readonly position: number
  readonly start: number
  readonly end: number
  readonly text: string
  /** how well each asked term is met, 0 to 1 */
  readonly met: Float64Array
  readonly gramCoverage: number
  readonly hasAnswerPlace: boolean
  readonly features: readonly number[]
}

export const featureNames = [
  'coverage',
  'saturated',
  'grams',
  'passageScore',
  'isBestPassage',
  'before',
  'after',
  'context',
  'pairs',
  'names',
  'rarest',
  'hasFigure',
  'hasName',
  'hasReason',
  'nearAnswerPlace',
  'inOrder',
  'length',
  'isFirst',
  'novelty',
  'isQuestion',
  'density',
] as const

type Token = { readonly term: string; readonly start: number; readonly end: number }
type Draft = Omit<CandidateSentence, 'features' | 'met' | 'gramCoverage' | 'hasAnswerPlace'> & {
  readonly tokens: readonly Token[]
  met: Float64Array
}

const minLength = 12

/** Every sentence of the passages, measured against the question. */
export function measureSentences(profile: QuestionProfile, passages: readonly RetrievedPassage[]): CandidateSentence[] {
  const drafts = passages.flatMap((passage, passageIndex) => draftSentences(profile, passage, passageIndex))
  const sample = sampleGrams(drafts.map(({ text }) => text))
  const grams = scoreGrams(
    profile.words,
    drafts.map(({ text }) => text),
    sample,
  )
  const maxGrams = Math.max(...grams.map(({ score }) => score), Number.MIN_VALUE)
  const averageTokens = drafts.reduce((sum, { tokens }) => sum + tokens.length, 0) / Math.max(1, drafts.length)
  const contexts = passages.map((passage) =>
    meetTerms(
      profile,
      tokensOf(passage.documentTitle, passage).concat(passage.headingPath.flatMap((heading) => tokensOf(heading, passage))),
    ),
  )
  const isFigure = profile.type === 'number' || profile.type === 'time'
  return drafts.map((draft, i) => {
    const passage = passages[draft.passageIndex]!
    const before = sibling(drafts, i, -1)
    const after = sibling(drafts, i, 1)
    const places = findAnswerPlaces(draft.text, profile.type, isAskedIn(profile))
    const features = [
      cover(profile, draft.met),
      saturated(profile, draft, averageTokens),
      grams[i]!.score / maxGrams,
      passage.score,
      draft.passageIndex === 0 ? 1 : 0,
      before === undefined ? 0 : added(profile, draft.met, before.met),
      after === undefined ? 0 : added(profile, draft.met, after.met),
      added(profile, draft.met, contexts[draft.passageIndex]!),
      pairs(profile, draft),
      names(profile, draft.met),
      rarest(profile, draft.met),
      isFigure && places.length > 0 ? 1 : 0,
      !isFigure && profile.type !== 'reason' && places.length > 0 ? 1 : 0,
      profile.type === 'reason' && places.length > 0 ? 1 : 0,
      nearness(profile, draft, places),
      inOrder(profile, draft),
      Math.log(1 + draft.tokens.length) / 4,
      draft.position === 0 ? 1 : 0,
      novelty(profile, draft),
      draft.text.trimEnd().endsWith('?') ? 1 : 0,
      density(draft),
    ]
    return {
      gramCoverage: grams[i]!.coverage, hasAnswerPlace: places.length > 0,
      passageIndex: draft.passageIndex,
      position: draft.position,
      start: draft.start,
      end: draft.end,
      text: draft.text,
      met: draft.met,
      features,
    }
  })
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

const headingMarks = /^#{1,6}\s+|\s*[=#-]+$/gu

function isHeading(text: string, passage: RetrievedPassage): boolean {
  if (/^#{1,6}\s/u.test(text)) return true
  const plain = text.replace(headingMarks, '').trim()
  return plain === passage.documentTitle || passage.headingPath.includes(plain)
}

function tokensOf(text: string, passage: RetrievedPassage): Token[] {
  const tokens: Token[] = []
  forEachTerm(text, languageOf(passage), (term, start, end) => tokens.push({ term, start, end }))
  return tokens
}

/** How well each asked term is met by some tokens: by itself, by a stand-in, or in part by a compound or another form of it. */
function meetTerms(profile: QuestionProfile, tokens: readonly Token[]): Float64Array {
  const met = new Float64Array(profile.terms.length)
  for (const { term } of tokens) {
    for (let i = 0; i < met.length; i++) {
      if (met[i] === 1) continue
      met[i] = Math.max(met[i]!, resemblance(profile.terms[i]!.term, term))
    }
    const standIn = profile.standIns.get(term)
    if (standIn !== undefined) met[standIn.index] = Math.max(met[standIn.index]!, standIn.weight)
  }
  return met
}

const minShared = 4

function resemblance(asked: string, written: string): number {
  if (asked === written) return 1
  const shorter = Math.min(asked.length, written.length)
  if (shorter < minShared) return 0
  let shared = 0
  while (shared < shorter && asked[shared] === written[shared]) shared++
  if (shared < minShared && (asked.length < 5 || !written.includes(asked)) && (written.length < 5 || !asked.includes(written)))
    return 0
  if (shared < minShared) shared = shorter
  const ratio = shared / Math.max(asked.length, written.length)
  return ratio < 0.5 ? 0 : 0.9 * ratio
}

function cover(profile: QuestionProfile, met: Float64Array): number {
  return profile.terms.reduce((sum, { weight }, i) => sum + weight * met[i]!, 0) / profile.totalWeight
}

function added(profile: QuestionProfile, met: Float64Array, more: Float64Array): number {
  return profile.terms.reduce((sum, { weight }, i) => sum + weight * Math.max(0, more[i]! - met[i]!), 0) / profile.totalWeight
}

function saturated(profile: QuestionProfile, draft: Draft, averageTokens: number): number {
  const penalty = 1.2 * (0.25 + (0.75 * draft.tokens.length) / Math.max(1, averageTokens))
  return (
    profile.terms.reduce((sum, { weight }, i) => sum + (weight * draft.met[i]! * 2.2) / (1 + penalty), 0) / profile.totalWeight
  )
}

/** How many neighbours of the question are near each other in the sentence too, by weight. */
function pairs(profile: QuestionProfile, draft: Draft): number {
  let found = 0
  let possible = 0
  for (let i = 1; i < profile.order.length; i++) {
    const [a, c] = [profile.terms[profile.order[i - 1]!]!, profile.terms[profile.order[i]!]!]
    const weight = Math.min(a.weight, c.weight)
    possible += weight
    if (areNear(draft.tokens, a.term, c.term)) found += weight
  }
  return possible === 0 ? 0 : found / possible
}

function areNear(tokens: readonly Token[], a: string, c: string): boolean {
  const reach = 3
  for (const [i, token] of tokens.entries()) {
    if (token.term !== a) continue
    for (let j = Math.max(0, i - reach); j <= Math.min(tokens.length - 1, i + reach); j++) if (tokens[j]!.term === c) return true
  }
  return false
}

/** The heaviest run of asked terms that the sentence has in the same order, whatever stands between them. */
function inOrder(profile: QuestionProfile, draft: Draft): number {
  const asked = profile.order.map((index) => profile.terms[index]!)
  let row = new Float64Array(asked.length + 1)
  for (const { term } of draft.tokens) {
    const next = new Float64Array(asked.length + 1)
    for (const [i, { term: wanted, weight }] of asked.entries()) {
      next[i + 1] = term === wanted ? row[i]! + weight : Math.max(row[i + 1]!, next[i]!)
    }
    row = next
  }
  return row.at(-1)! / profile.totalWeight
}

function names(profile: QuestionProfile, met: Float64Array): number {
  let [found, possible] = [0, 0]
  for (const [i, { weight, isName }] of profile.terms.entries()) {
    if (!isName) continue
    possible += weight
    found += weight * met[i]!
  }
  return possible === 0 ? 0 : found / possible
}

function rarest(profile: QuestionProfile, met: Float64Array): number {
  let best = -1
  for (const [i, { weight }] of profile.terms.entries()) if (best < 0 || weight > profile.terms[best]!.weight) best = i
  return best < 0 ? 0 : met[best]!
}

function isAskedIn(profile: QuestionProfile): (word: string) => boolean {
  const asked = profile.text.toLowerCase()
  return (word) => asked.includes(word.toLowerCase())
}

/** 1 when something of the wanted kind stands beside the asked words, falling with the distance in characters. */
function nearness(profile: QuestionProfile, draft: Draft, places: readonly number[]): number {
  let best = 0
  const asked = new Map(profile.terms.map(({ term, weight }) => [term, weight]))
  for (const place of places) {
    let sum = 0
    for (const token of draft.tokens) {
      const weight = asked.get(token.term)
      if (weight !== undefined) sum += weight / (1 + Math.abs(token.start - place) / 20)
    }
    best = Math.max(best, sum)
  }
  return best / profile.totalWeight
}

function novelty(profile: QuestionProfile, draft: Draft): number {
  const asked = new Set(profile.terms.map(({ term }) => term))
  const fresh = new Set(draft.tokens.map(({ term }) => term).filter((term) => !asked.has(term)))
  return Math.min(1, fresh.size / 8)
}

function density(draft: Draft): number {
  return draft.met.reduce((sum, met) => sum + met, 0) / Math.sqrt(1 + draft.tokens.length)
}

function sibling(drafts: readonly Draft[], i: number, step: -1 | 1): Draft | undefined {
  const other = drafts[i + step]
  return other?.passageIndex === drafts[i]!.passageIndex ? other : undefined
}
