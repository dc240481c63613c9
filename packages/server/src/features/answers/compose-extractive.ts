import { findSnippet, type Retrieval, type RetrievedPassage } from '#retrieval'
import { isAnswer, measureFit } from './judge-evidence.ts'
import { type CandidateSentence, measureSentences } from './measure-sentences.ts'
import { profileQuestion, type QuestionProfile } from './question-profile.ts'

/** A sentence chosen for an answer; `start` and `end` are UTF-16 offsets into the text of its passage, and cut out `text`. */
export type QuotedSentence = {
  readonly passageIndex: number
  readonly start: number
  readonly end: number
  readonly text: string
  readonly score: number
}
export type ExtractiveAnswer = {
  readonly isAnswered: boolean
  /** `de` or `en`, in which the product speaks about this answer */
  readonly language: 'de' | 'en'
  readonly sentences: readonly QuotedSentence[]
}

/** How many passages sentences are taken from. */
export const passagesRead = 6
/** How many are ranked among each other before; what judges the evidence was learnt from such rankings. */
export const passagesCompared = 50
const maxSentences = 3
// Of scores that reach about 15: what falls behind further says little beside the first.
const maxDistance = 5
const maxQuoteLength = 420

/** The best one to three sentences of the retrieved passages, or that the documents do not say. */
export function composeExtractive(question: string, retrieval: Retrieval): ExtractiveAnswer {
  const passages = retrieval.passages.slice(0, passagesRead)
  const language = languageOfAnswer(retrieval, passages)
  const profile = profileQuestion(question, retrieval)
  const sentences = measureSentences(profile, passages)
  const best = sentences[0]
  if (best === undefined || !isAnswer(measureFit(profile, passages, sentences, best), language)) {
    return { isAnswered: false, language, sentences: [] }
  }
  const chosen = inReadingOrder(chooseSentences(sentences, best))
  return { isAnswered: true, language, sentences: chosen.map((sentence) => quote(profile, passages, sentence)) }
}

function chooseSentences(sentences: readonly CandidateSentence[], best: CandidateSentence): CandidateSentence[] {
  const chosen: CandidateSentence[] = []
  for (const sentence of sentences) {
    if (chosen.length === maxSentences || sentence.score < best.score - maxDistance) break
    if (!chosen.some((other) => saysTheSame(other.text, sentence.text))) chosen.push(sentence)
  }
  return chosen
}

/** The best sentence leads, the others of its passage follow in the order of the text, then the other passages. */
function inReadingOrder(chosen: readonly CandidateSentence[]): CandidateSentence[] {
  const best = chosen[0]!
  const rank = new Map<number, number>()
  for (const { passageIndex } of chosen) if (!rank.has(passageIndex)) rank.set(passageIndex, rank.size)
  const rest = chosen.slice(1).sort((a, b) => rank.get(a.passageIndex)! - rank.get(b.passageIndex)! || a.start - b.start)
  return [best, ...rest]
}

const mostlyTheSame = 0.8

function saysTheSame(a: string, b: string): boolean {
  const [first, second] = [wordSet(a), wordSet(b)]
  let shared = 0
  for (const word of first) if (second.has(word)) shared++
  return shared >= mostlyTheSame * Math.min(first.size, second.size)
}

const wordSet = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

/** The sentence itself, or of one that is too long to read the part that answers most. */
function quote(profile: QuestionProfile, passages: readonly RetrievedPassage[], sentence: CandidateSentence): QuotedSentence {
  const { passageIndex, start, end, text, score } = sentence
  if (text.length <= maxQuoteLength * 1.5) return { passageIndex, start, end, text, score }
  const weights = new Map(profile.terms.map(({ term, weight }) => [term, weight]))
  const part = findSnippet({ text, language: passages[passageIndex]!.language }, weights, maxQuoteLength)
  return { passageIndex, start: start + part.start, end: start + part.end, text: part.text, score }
}

function languageOfAnswer(retrieval: Retrieval, passages: readonly RetrievedPassage[]): 'de' | 'en' {
  return (retrieval.question.language ?? passages[0]?.language) === 'de' ? 'de' : 'en'
}
