import type { Answer, AnswerEvent, Citation } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { retrievePassages } from '#retrieval'
import { composeAnswer } from './compose-answer.ts'
import { passagesRead } from './compose-extractive.ts'

export type Question = { readonly question: string; readonly collections?: readonly string[] | undefined }

const agent = { id: 'extractive', name: 'Built-in extractive' }

/**
 * Answers a question from the documents of the workspace, event by event. A citation comes before the text that carries its
 * marker; the last event is the whole answer.
 */
export async function* answerQuestion(ctx: WorkspaceContext, { question, collections }: Question): AsyncGenerator<AnswerEvent> {
  const id = ctx.app.newId()
  const startedAt = performance.now()
  let outcome = 'failed'
  try {
    const retrieval = await retrievePassages(ctx, { question, collections, limit: passagesRead })
    const retrievedAt = performance.now()
    const composed = composeAnswer(question, retrieval)
    const composedAt = performance.now()
    const passages = [...composed.passages]
    yield { name: 'passages-found', data: { passages } }

    let answer = ''
    const citations: Citation[] = []
    for (const { text, citation } of composed.parts) {
      ctx.signal.throwIfAborted()
      if (citation !== undefined) {
        citations.push(citation)
        yield { name: 'citation', data: citation }
      }
      yield { name: 'text-delta', data: { text, offset: answer.length } }
      answer += text
    }
    outcome = composed.isAnswered ? 'answered' : 'not-in-documents'
    const { isAnswered, language } = composed
    const usage = { inputTokens: 0, outputTokens: 0, costNanos: null }
    const timings = {
      retrievalMs: retrievedAt - startedAt,
      composeMs: composedAt - retrievedAt,
      totalMs: performance.now() - startedAt,
    }
    yield { name: 'answer-end', data: { id, question, answer, citations, isAnswered, passages, language, agent, usage, timings } }
  } finally {
    const { queries, queryDuration, agentRequests } = ctx.app.metrics
    queries.inc({ kind: 'question', outcome })
    agentRequests.inc({ agent: agent.id, outcome })
    queryDuration.observe({ kind: 'question' }, (performance.now() - startedAt) / 1000)
  }
}

/** The same answer in one piece. */
export async function getAnswer(ctx: WorkspaceContext, question: Question): Promise<Answer> {
  for await (const event of answerQuestion(ctx, question)) if (event.name === 'answer-end') return event.data
  throw new Error('The answer ended without its last event.')
}
