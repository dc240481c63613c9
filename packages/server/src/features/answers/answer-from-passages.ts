import type { Citation, NearPassage } from '@brain-ai/contract'
import type { Retrieval } from '#retrieval'
import { composeAnswer } from './compose-answer.ts'

export type AnswerFromPassages = {
  readonly answer: string
  readonly isAnswered: boolean
  readonly language: string
  readonly citations: readonly Citation[]
  readonly passages: readonly NearPassage[]
}

/** The answer without a server or a database, from what a `MemoryIndex` retrieved for the question. */
export function answerFromPassages(question: string, retrieval: Retrieval): AnswerFromPassages {
  const { parts, ...composed } = composeAnswer(question, retrieval)
  const citations = parts.flatMap(({ citation }) => (citation === undefined ? [] : [citation]))
  return { ...composed, answer: parts.map(({ text }) => text).join(''), citations }
}
