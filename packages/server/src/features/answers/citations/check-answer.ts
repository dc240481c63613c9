import type { AnswerSentence } from '@brain-ai/contract'
import { splitSentences } from '#documents'
import { type CitedText, measureSupport } from './measure-support.ts'
import { supportThreshold } from './support-threshold.ts'

export interface CheckedAnswer {
  readonly sentences: readonly AnswerSentence[]
  /** Of each sentence how far it is borne out; null where it claims nothing, or where words cannot tell. */
  readonly support: readonly (number | null)[]
  /** Numbers of citations that bear out nothing of what they stand beside. */
  readonly unsupported: readonly number[]
}

const marker = /\[(\d+)\]/g
const enoughBesideOthers = supportThreshold / 2
const fewestWords = 3

/**
 * Checks what an answer says against what it cites, sentence by sentence. A sentence without a number of its own is held to those of
 * its paragraph; one that claims something and has none at all is not supported.
 */
export function checkAnswer(text: string, language: string, cited: ReadonlyMap<number, CitedText>): CheckedAnswer {
  const sentences: AnswerSentence[] = []
  const support: (number | null)[] = []
  const verdicts = new Map<number, boolean>([...cited.keys()].map((number) => [number, false]))
  for (const paragraph of paragraphsOf(text)) {
    const around = numbersIn(text.slice(paragraph.start, paragraph.end))
    for (const { start, end } of sentencesOf(text, paragraph, language)) {
      const sentence = text.slice(start, end)
      const citations = numbersIn(sentence)
      const score = scoreOf(sentence, citations.length > 0 ? citations : around, cited)
      const isSupported = score === 'no claim' || score === null || score >= supportThreshold
      sentences.push({ start, end, citations, isSupported })
      support.push(score === 'no claim' ? null : score)
      for (const number of citations) if (bearsOut(sentence, number, isSupported, cited)) verdicts.set(number, true)
    }
  }
  return { sentences, support, unsupported: [...verdicts].flatMap(([number, isGood]) => (isGood ? [] : [number])) }
}

/** The same for an answer that broke off. Its last sentence counts only where it ends with a number: its own may not have come yet. */
export function checkBrokenOff(text: string, language: string, cited: ReadonlyMap<number, CitedText>): CheckedAnswer {
  const last = /\[\d+\][.!?]*\s*$/.test(text) ? undefined : splitSentences(text, language).at(-1)
  const whole = text.slice(0, last?.start)
  const numbers = new Set(numbersIn(whole))
  return checkAnswer(whole, language, new Map([...cited].filter(([number]) => numbers.has(number))))
}

function scoreOf(
  sentence: string,
  numbers: readonly number[],
  cited: ReadonlyMap<number, CitedText>,
): number | null | 'no claim' {
  const passages = numbers.flatMap((number) => cited.get(number) ?? [])
  if (passages.length === 0) return claimsSomething(sentence) ? 0 : 'no claim'
  return measureSupport(sentence, passages).score
}

/** Beside others a citation need bear out a part only, if together they bear out the whole. */
function bearsOut(sentence: string, number: number, isSupported: boolean, cited: ReadonlyMap<number, CitedText>): boolean {
  const passage = cited.get(number)
  if (!passage) return false
  const { score } = measureSupport(sentence, [passage])
  return score === null || score >= supportThreshold || (isSupported && score >= enoughBesideOthers)
}

/** Headings, questions, what leads over to a list, and a word or two claim nothing. */
function claimsSomething(sentence: string): boolean {
  const said = sentence.replace(/^[\s>*+-]+|\*+/g, '').trim()
  if (/^#{1,6}\s|^```|^\|?[\s:|-]+\|?$/.test(said) || /[:?]$/.test(said)) return false
  return (said.match(/[\p{L}\p{N}]+/gu) ?? []).length > fewestWords
}

const numbersIn = (text: string): number[] => [...new Set([...text.matchAll(marker)].map((match) => Number(match[1])))]

function paragraphsOf(text: string): { start: number; end: number }[] {
  const paragraphs: { start: number; end: number }[] = []
  let start = 0
  for (const { index, 0: gap } of text.matchAll(/\n[ \t]*\n\s*|$/g)) {
    if (index > start) paragraphs.push({ start, end: index })
    start = index + gap.length
  }
  return paragraphs
}

/** Numbers behind the end of a sentence belong to it. */
function sentencesOf(
  text: string,
  { start, end }: { start: number; end: number },
  language: string,
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const split of splitSentences(text.slice(start, end), language)) {
    const sentence = { start: start + split.start, end: start + split.end }
    const leading = /^(?:\s*\[\d+\])+[.!?]*/.exec(text.slice(sentence.start, sentence.end))?.[0].length ?? 0
    const before = found.at(-1)
    if (leading > 0 && before) {
      before.end = sentence.start + leading
      sentence.start += leading + /^\s*/.exec(text.slice(sentence.start + leading, sentence.end))![0].length
    }
    if (sentence.end > sentence.start) found.push(sentence)
  }
  return found
}
