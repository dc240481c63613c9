import { type EvaluationRunView, EvaluationSummary, RetrievalOptionsBody } from '@brain-ai/contract'
import { z } from 'zod'
import { jobKind } from '#platform/jobs'
import type { RunRow } from './run-store.ts'

/** Measures one run. Its key is the id of the run. */
export const evaluateKind = jobKind({ queue: 'retrieval.evaluate', payload: z.object({ runId: z.uuid() }), leaseMs: 20_000 })

/** The settings of a run: options that it did not know of have their defaults. */
export const optionsOf = (run: Pick<RunRow, 'optionsA' | 'optionsB'>) => ({
  a: RetrievalOptionsBody.parse(run.optionsA),
  b: run.optionsB === null ? null : RetrievalOptionsBody.parse(run.optionsB),
})

export const isActive = ({ state }: Pick<RunRow, 'state'>): boolean => state === 'queued' || state === 'running'

export const toRunView = (run: RunRow): EvaluationRunView => ({
  id: run.id,
  setId: run.setId,
  state: run.state,
  ...optionsOf(run),
  questions: run.questions,
  done: run.done,
  skipped: run.skipped,
  summary: run.summary === null ? null : EvaluationSummary.parse(run.summary),
  failure: run.failureCode === null ? null : { code: run.failureCode, message: run.failureMessage ?? '' },
  createdAt: run.createdAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
})
