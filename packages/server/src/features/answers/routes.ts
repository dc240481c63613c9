import { contract } from '@brain-ai/contract'
import { serve } from '#platform/http'
import { answerQuestion, getAnswer } from './answer-question.ts'

export const answerRoutes = [
  serve(
    contract.answers.askQuestion,
    (ctx, { body }) => getAnswer(ctx, body),
    (ctx, { body }) => answerQuestion(ctx, body),
  ),
]
