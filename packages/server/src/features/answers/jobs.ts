import { defineJob, type JobDefinition } from '#platform/jobs'
import type { Answering } from './answering.ts'
import { failWarmup, warmCacheKind, warmUpCache } from './known/warm-up-cache.ts'
import { failTestRun, testAgent, testAgentKind } from './test-bench/test-agent.ts'

export const answerJobs = (answering: Answering): JobDefinition[] =>
  [
    defineJob(testAgentKind, {
      run: (ctx, payload, job) => testAgent(ctx, answering, payload, job),
      onGivenUp: failTestRun,
    }),
    defineJob(warmCacheKind, {
      run: (ctx, payload, job) => warmUpCache(ctx, answering, payload, job),
      onGivenUp: failWarmup,
    }),
  ] as JobDefinition[]
