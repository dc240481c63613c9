import { defineJob, type JobDefinition } from '#platform/jobs'
import { wakeGenerations } from './begin-generation.ts'
import { embedPassages, failGeneration } from './embed-passages.ts'
import type { FindEmbeddingModel } from './generation.ts'
import { embedPassagesKind, indexVectorsKind, notePassagesKind, removeGenerationKind } from './job-kinds.ts'
import { removeGeneration } from './remove-generation.ts'
import { indexVectors } from './vector-index.ts'

/** The background jobs of vectors: removing goes before making. */
export function vectorJobs({ findModel }: { findModel: FindEmbeddingModel }): JobDefinition[] {
  return [
    defineJob(removeGenerationKind, { run: removeGeneration }),
    defineJob(notePassagesKind, { run: (ctx, _payload, job) => wakeGenerations(ctx, job) }),
    defineJob(embedPassagesKind, {
      run: (ctx, payload, job) => embedPassages(ctx, payload, job, findModel),
      onGivenUp: failGeneration,
    }),
    defineJob(indexVectorsKind, { run: indexVectors, onGivenUp: failGeneration }),
  ] as JobDefinition[]
}
