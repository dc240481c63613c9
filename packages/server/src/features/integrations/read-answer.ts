import { type Answer, BrainError, type ErrorCode, errorTable } from '@brain-ai/contract'
import { type Answering, answerWhileRead, type Question, type ReadEvent } from '#answers'
import type { WorkspaceContext } from '#platform/context'

/** The events of an answer that is made for a program; a failure is thrown. @throws BrainError whatever the answer failed with */
export async function* readAnswer(ctx: WorkspaceContext, answering: Answering, question: Question): AsyncGenerator<ReadEvent> {
  for await (const event of answerWhileRead(ctx, answering, question)) {
    if (event.name === 'error') {
      const { code, message } = event.data
      throw new BrainError(code in errorTable ? (code as ErrorCode) : 'server/internal', message)
    }
    yield event
  }
}

/** The same in one piece. */
export async function getWholeAnswer(
  ctx: WorkspaceContext,
  answering: Answering,
  question: Question,
): Promise<{ answer: Answer; isCut: boolean }> {
  let isCut = false
  for await (const event of readAnswer(ctx, answering, question)) {
    if (event.name === 'text-cut') isCut = true
    if (event.name === 'answer-end') return { answer: event.data, isCut }
  }
  throw new Error('An answer ended without its end.')
}
