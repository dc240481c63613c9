import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { getAnswerTo, streamAnswerTo } from './answer-question.ts'
import type { Answering } from './answering.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { cacheRoutes } from './known/routes.ts'
import { explainRun } from './records/explain-run.ts'
import { replayRun } from './records/replay-run.ts'
import { cancelRun } from './runs/cancel-run.ts'
import { followRun } from './runs/follow-run.ts'
import { getAnswer } from './runs/view-answers.ts'
import { testBenchRoutes } from './test-bench/routes.ts'

const { answers } = contract

export function answerRoutes(answering: Answering): ServedRoute[] {
  const { registry } = answering
  return [
    serve(
      answers.askQuestion,
      (ctx, { body }) => getAnswerTo(ctx, answering, body),
      (ctx, { body, idempotencyKey }) => streamAnswerTo(ctx, answering, body, idempotencyKey),
    ),
    serve(answers.getRun, (ctx, { params }) => getAnswer(ctx, params.id)),
    serve(
      answers.followRun,
      (ctx, { params }) => getAnswer(ctx, params.id),
      (ctx, { params, query, lastEventId }) => followRun(ctx, registry, params.id, readOffset(lastEventId) ?? query.from),
    ),
    serve(answers.cancelRun, (ctx, { params }) => cancelRun(ctx, registry, params.id)),
    serve(answers.explainRun, (ctx, { params }) => explainRun(ctx, params.id)),
    serve(answers.replayRun, (ctx, { params, body }) => replayRun(ctx, answering, params.id, body)),
    ...conversationRoutes(answering),
    ...testBenchRoutes,
    ...cacheRoutes,
  ]
}

const readOffset = (lastEventId: string | undefined): number | undefined =>
  lastEventId !== undefined && /^\d{1,9}$/.test(lastEventId) ? Number(lastEventId) : undefined
