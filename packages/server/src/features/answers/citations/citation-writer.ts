import type { Citation } from '@brain-ai/contract'
import type { AnswerPiece } from '../model-answers/safe-markdown.ts'
import type { AnswerStep } from '../runs/answer.ts'

type Written = Extract<AnswerStep, { name: 'text-delta' | 'citation' }>

/**
 * Turns the numbers that a model wrote into citations, while it writes: each passage gets a number of its own when it is first cited,
 * and numbers that no passage has are taken out.
 */
export class CitationWriter {
  readonly citations: Citation[] = []
  /** Which number of the prompt became which number of the answer. */
  readonly numbers = new Map<string, number>()
  readonly invented: string[] = []
  readonly #cite: (promptNumber: string, sentence: string) => Omit<Citation, 'number'> | undefined
  #text = ''
  #spaces = ''

  /** @param cite the place that bears out a sentence, in the passage of that number; undefined where the prompt has no such number */
  constructor(cite: (promptNumber: string, sentence: string) => Omit<Citation, 'number'> | undefined) {
    this.#cite = cite
  }

  get text(): string {
    return this.#text
  }

  write(pieces: readonly AnswerPiece[]): Written[] {
    const steps: Written[] = []
    for (const piece of pieces) {
      if (piece.kind === 'text') this.#writeText(steps, piece.text)
      else this.#writeMarkers(steps, piece.numbers)
    }
    return steps
  }

  /** Spaces wait for what follows: they go with a number that is taken out. */
  #writeText(steps: Written[], written: string): void {
    const whole = this.#spaces + written
    this.#spaces = /[ \t]*$/.exec(whole)![0]
    this.#add(steps, whole.slice(0, whole.length - this.#spaces.length))
  }

  #writeMarkers(steps: Written[], promptNumbers: readonly string[]): void {
    const numbers: number[] = []
    for (const promptNumber of new Set(promptNumbers)) {
      const number = this.numbers.get(promptNumber) ?? this.#begin(steps, promptNumber)
      if (number === undefined) this.invented.push(promptNumber)
      else numbers.push(number)
    }
    if (numbers.length > 0) this.#add(steps, this.#spaces + numbers.map((number) => `[${number}]`).join(''))
    this.#spaces = ''
  }

  #begin(steps: Written[], promptNumber: string): number | undefined {
    const place = this.#cite(promptNumber, lastSentence(this.#text))
    if (!place) return undefined
    const citation = { number: this.citations.length + 1, ...place }
    this.citations.push(citation)
    this.numbers.set(promptNumber, citation.number)
    steps.push({ name: 'citation', citation })
    return citation.number
  }

  #add(steps: Written[], text: string): void {
    if (text === '') return
    this.#text += text
    const last = steps.at(-1)
    if (last?.name === 'text-delta') steps[steps.length - 1] = { name: 'text-delta', text: last.text + text }
    else steps.push({ name: 'text-delta', text })
  }
}

/** What was said last: back to the end of the sentence before, over numbers that stand behind its end. */
export function lastSentence(text: string): string {
  const written = text.replace(/(\s*\[\d+\])+\s*$/, '').trimEnd()
  const body = written.replace(/[.!?]+$/, '')
  const before = /^[\s\S]*(?:[.!?](?:\s*\[\d+\])*\s+|\n)(?=[^\n]*$)/.exec(body)
  return before ? written.slice(before[0].length) : written
}
