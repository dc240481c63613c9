import { defineJob, type JobDefinition } from '#platform/jobs'
import { evaluateKind } from './evaluation/run.ts'
import { failRun, runEvaluation } from './evaluation/run-evaluation.ts'

/** The background jobs of retrieval. */
export const retrievalJobs = [defineJob(evaluateKind, { run: runEvaluation, onGivenUp: failRun })] as JobDefinition[]
