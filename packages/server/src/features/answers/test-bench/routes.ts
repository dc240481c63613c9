import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { cancelTestRun, getTestRun, listTestRuns, startTestRun } from './test-agent.ts'

const { agents } = contract

export const testBenchRoutes: readonly ServedRoute[] = [
  serve(agents.listTestRuns, (ctx, { params }) => listTestRuns(ctx, params.id)),
  serve(agents.startTestRun, (ctx, { params, body }) => startTestRun(ctx, params.id, body)),
  serve(agents.getTestRun, (ctx, { params }) => getTestRun(ctx, params)),
  serve(agents.cancelTestRun, (ctx, { params }) => cancelTestRun(ctx, params)),
]
