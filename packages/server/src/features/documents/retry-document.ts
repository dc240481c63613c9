import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { enqueue, requestCancel } from '#platform/jobs'
import { isWorking, toDocumentView } from './document.ts'
import { lockDocument, updateDocumentRow } from './document-store.ts'
import { documentNotFound, getLivingDocument } from './get-document.ts'
import { indexDocumentKind, sweepPassagesKind } from './job-kinds.ts'

/** Reads a failed document again from its stored original. @throws BrainError document/not-failed */
export async function retryDocument(ctx: WorkspaceContext, id: string): Promise<DocumentView> {
  return ctx.transact(async (db) => {
    const document = await lockDocument(db, id)
    if (!document || document.deletedAt) throw documentNotFound(id)
    if (document.state !== 'failed')
      throw new BrainError('document/not-failed', 'Only a document that failed can be tried again.', { state: document.state })
    await updateDocumentRow(db, id, { state: 'queued', failure_code: null, failure_message: null })
    await enqueue(db, indexDocumentKind, { documentId: id, version: document.version }, { dedupeKey: id })
    return toDocumentView(await getLivingDocument(db, id))
  })
}

/** Stops reading a document: from the commit on nothing of that run takes effect. @throws BrainError document/not-running */
export async function cancelDocument(ctx: WorkspaceContext, id: string): Promise<DocumentView> {
  return ctx.transact(async (db) => {
    await requestCancel(db, indexDocumentKind, id)
    const document = await lockDocument(db, id)
    if (!document || document.deletedAt) throw documentNotFound(id)
    if (!isWorking(document.state))
      throw new BrainError('document/not-running', 'Nothing is being done with this document.', { state: document.state })
    const failure = { failure_code: 'document/cancelled', failure_message: 'Reading the file was cancelled.' }
    await updateDocumentRow(db, id, { state: 'failed', ...failure })
    await enqueue(db, sweepPassagesKind, { documentId: id, version: document.version })
    return toDocumentView(await getLivingDocument(db, id))
  })
}
