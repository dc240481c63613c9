import { contract } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { answerQuestion, getAnswer } from './answer-question.ts'

/** @param given.countQuestion counts a question before it is answered; throws `limit/reached` where the workspace has asked enough */
export function answerRoutes(given: { countQuestion: (ctx: WorkspaceContext) => Promise<void> }): ServedRoute[] {
  return [
    serve(
      contract.answers.askQuestion,
      async (ctx, { body }) => {
        await given.countQuestion(ctx)
        return getAnswer(ctx, body)
      },
      async function* (ctx, { body }) {
        await given.countQuestion(ctx)
        yield* answerQuestion(ctx, body)
      },
    ),
  ]
}
