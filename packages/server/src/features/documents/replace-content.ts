import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import { holdJob } from '#platform/jobs'
import { addVersion } from './accept-document.ts'
import { placeOf, toDocumentView } from './document.ts'
import { findByContent, lockDocument } from './document-store.ts'
import { documentNotFound, getLivingDocument } from './get-document.ts'
import { indexDocumentKind } from './job-kinds.ts'
import { storeUpload } from './store-upload.ts'
import { transactAgain } from './transact-again.ts'

/**
 * Takes a new version of a document; the old one answers until the new one was read. Content that is already there, in this
 * document or in another of the same place, changes nothing: its document is returned as a duplicate.
 * @throws BrainError document/… why the file cannot be taken · limit/reached
 */
export async function replaceContent(
  ctx: WorkspaceContext,
  id: string,
  files: AsyncIterable<UploadedFile>,
): Promise<DocumentView> {
  await ctx.transact((db) => getLivingDocument(db, id))
  for await (const file of files) {
    const content = await storeUpload(ctx, file, { isNew: false })
    const drop = () => ctx.app.blobs.delete(content.blobKey)
    try {
      const view = await transactAgain(ctx, async (db) => {
        await holdJob(db, indexDocumentKind, id)
        const document = await lockDocument(db, id)
        if (!document || document.deletedAt) throw documentNotFound(id)
        const twin = await findByContent(db, content.contentHash, placeOf(document))
        return twin ? toDocumentView(twin, undefined, true) : toDocumentView(await addVersion(ctx, db, document, content))
      })
      if (view.isDuplicate) await drop()
      return view
    } catch (error) {
      if (error instanceof BrainError && error.code !== 'database/unavailable') await drop()
      throw error
    }
  }
  throw new BrainError('document/empty', 'The request carries no file.')
}
