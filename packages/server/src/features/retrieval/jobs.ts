import { defineJob, type JobDefinition } from '#platform/jobs'
import { evaluateKind } from './evaluation/run.ts'
import { failRun, runEvaluation } from './evaluation/run-evaluation.ts'
import { wakeGenerations } from './vectors/begin-generation.ts'
import { embedPassages, failGeneration } from './vectors/embed-passages.ts'
import type { FindEmbeddingModel } from './vectors/generation.ts'
import { embedPassagesKind, indexVectorsKind, notePassagesKind, removeGenerationKind } from './vectors/job-kinds.ts'
import { removeGeneration } from './vectors/remove-generation.ts'
import { indexVectors } from './vectors/vector-index.ts'

/** The background jobs of retrieval: removing goes before making. */
export function retrievalJobs({ findModel }: { findModel: FindEmbeddingModel }): JobDefinition[] {
  return [
    defineJob(removeGenerationKind, { run: removeGeneration }),
    defineJob(notePassagesKind, { run: (ctx, _payload, job) => wakeGenerations(ctx, job) }),
    defineJob(embedPassagesKind, {
      run: (ctx, payload, job) => embedPassages(ctx, payload, job, findModel),
      onGivenUp: failGeneration,
    }),
    defineJob(indexVectorsKind, { run: indexVectors, onGivenUp: failGeneration }),
    defineJob(evaluateKind, { run: runEvaluation, onGivenUp: failRun }),
  ] as JobDefinition[]
}
