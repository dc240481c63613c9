import { forEachTerm, languageOf } from '#retrieval'
import type { AskedTerm, QuestionProfile } from './question-profile.ts'

/** For each asked term how well a text meets it, from 0 to 1. */
export type MetTerms = Float64Array
export type Token = { readonly term: string; readonly start: number }

export function tokensOf(text: string, passage: { readonly text: string; readonly language: string }): Token[] {
  const tokens: Token[] = []
  forEachTerm(text, languageOf(passage), (term, start) => tokens.push({ term, start }))
  return tokens
}

/** A term is met by itself, by a word that stands in for it, or in part by a compound or another form of it. */
export function meetTerms(profile: QuestionProfile, tokens: readonly Token[]): MetTerms {
  const met = new Float64Array(profile.terms.length)
  for (const { term } of tokens) {
    for (let i = 0; i < met.length; i++) if (met[i]! < 1) met[i] = Math.max(met[i]!, resemblance(profile.terms[i]!.term, term))
    const standIn = profile.standIns.get(term)
    if (standIn !== undefined) met[standIn.index] = Math.max(met[standIn.index]!, standIn.weight)
  }
  return met
}

export function unite(profile: QuestionProfile, all: readonly MetTerms[]): MetTerms {
  return Float64Array.from(profile.terms, (_, i) => Math.max(0, ...all.map((met) => met[i]!)))
}

/** The weight of what is met. */
export function metWeight(profile: QuestionProfile, met: MetTerms): number {
  return profile.terms.reduce((sum, { weight }, i) => sum + weight * met[i]!, 0)
}

/** The share of the question that is met, 0 to 1. */
export function coverage(profile: QuestionProfile, met: MetTerms): number {
  return metWeight(profile, met) / Math.max(Number.MIN_VALUE, profile.totalWeight)
}

/** The share that is met of some of the asked terms, or `undefined` where there are none. */
export function metShare(profile: QuestionProfile, met: MetTerms, isMeant: (term: AskedTerm) => boolean): number | undefined {
  let [sum, total] = [0, 0]
  for (const [i, term] of profile.terms.entries()) {
    if (!isMeant(term)) continue
    sum += term.weight * met[i]!
    total += term.weight
  }
  return total === 0 ? undefined : sum / total
}

/** The share of the question that `more` meets and `met` does not. */
export function coverageAdded(profile: QuestionProfile, met: MetTerms, more: MetTerms): number {
  return coverage(
    profile,
    met.map((each, i) => Math.max(0, more[i]! - each)),
  )
}

const minSharedLetters = 4
const minContained = 5
const minRatio = 0.5
const partialCredit = 0.9

function resemblance(asked: string, written: string): number {
  if (asked === written) return 1
  const [shorter, longer] = asked.length < written.length ? [asked, written] : [written, asked]
  let shared = 0
  while (shared < shorter.length && asked[shared] === written[shared]) shared++
  if (shared < minSharedLetters) shared = shorter.length >= minContained && longer.includes(shorter) ? shorter.length : 0
  const ratio = shared / longer.length
  return ratio < minRatio ? 0 : partialCredit * ratio
}
