import { defineJob, type JobDefinition } from '#platform/jobs'
import { purgeBlobs, purgeDocument, sweepPassages } from './erase-document.ts'
import { failDocument, type IndexingTools, indexDocument } from './index-document.ts'
import { indexDocumentKind, purgeBlobsKind, purgeDocumentKind, sweepPassagesKind } from './job-kinds.ts'

/** The background jobs of documents: erasing goes before reading. */
export function documentJobs(tools: IndexingTools): JobDefinition[] {
  return [
    defineJob(purgeDocumentKind, { run: (_ctx, { documentId }, job) => purgeDocument(job, tools.index, documentId) }),
    defineJob(purgeBlobsKind, { run: (ctx, { blobKeys }) => purgeBlobs(ctx, blobKeys) }),
    defineJob(sweepPassagesKind, { run: (_ctx, payload, job) => sweepPassages(job, tools.index, payload) }),
    defineJob(indexDocumentKind, {
      run: (ctx, payload, job) => indexDocument(ctx, payload, job, tools),
      onGivenUp: failDocument,
    }),
  ] as JobDefinition[]
}
