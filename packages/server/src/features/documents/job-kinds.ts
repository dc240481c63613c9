import { z } from 'zod'
import { jobKind } from '#platform/jobs'

const IndexDocument = z.object({
  documentId: z.uuid(),
  version: z.number().int(),
  /** The title that was given together with this version. */
  title: z.string().optional(),
})
export type IndexDocument = z.infer<typeof IndexDocument>

/** Reads one version of a document and indexes its passages. Its key is the id of the document. */
export const indexDocumentKind = jobKind({ queue: 'documents.index', payload: IndexDocument, leaseMs: 20_000 })

/** Erases a deleted document when its undo window has ended. Its key is the id of the document. */
export const purgeDocumentKind = jobKind({
  queue: 'documents.purge',
  payload: z.object({ documentId: z.uuid() }),
  maxAttempts: 20,
})

/** Removes the original files of an erased document, whose rows are gone. */
export const purgeBlobsKind = jobKind({
  queue: 'documents.purge-blobs',
  payload: z.object({ blobKeys: z.array(z.string()) }),
  maxAttempts: 20,
})

/** Removes the passages of a version that answers no questions: an older one, or one that could not be read to its end. */
export const sweepPassagesKind = jobKind({
  queue: 'documents.sweep-passages',
  payload: z.object({ documentId: z.uuid(), version: z.number().int() }),
  maxAttempts: 20,
})
