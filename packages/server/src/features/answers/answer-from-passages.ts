import type { Citation, NearPassage } from '@brain-ai/contract'
import type { MemoryIndex, Retrieval } from '#retrieval'
import { composeAnswer } from './compose-answer.ts'
import { passagesCompared, passagesRead } from './compose-extractive.ts'

export type AnswerFromPassages = {
  readonly answer: string
  readonly isAnswered: boolean
  readonly language: string
  readonly citations: readonly Citation[]
  readonly passages: readonly NearPassage[]
}

/** What an answer is made of, from an index in memory. */
export function retrieveForAnswer(index: MemoryIndex, question: string): Retrieval {
  return index.retrieve(question, passagesRead, passagesCompared, passagesCompared)
}

/** The answer without a server or a database, from what a `MemoryIndex` retrieved for the question. */
export function answerFromPassages(question: string, retrieval: Retrieval): AnswerFromPassages {
  const { parts, ...composed } = composeAnswer(question, retrieval)
  const citations = parts.flatMap(({ citation }) => (citation === undefined ? [] : [citation]))
  return { ...composed, answer: parts.map(({ text }) => text).join(''), citations }
}
