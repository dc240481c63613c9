import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import { addVersion } from './accept-document.ts'
import { toDocumentView } from './document.ts'
import { findByContent, lockDocument } from './document-store.ts'
import { documentNotFound, getLivingDocument } from './get-document.ts'
import { storeUpload } from './store-upload.ts'

/**
 * Takes a new version of a document; the old one answers until the new one was read. Content that is already in the workspace,
 * here or elsewhere, changes nothing: its document is returned as a duplicate.
 * @throws BrainError document/… why the file cannot be taken
 */
export async function replaceContent(
  ctx: WorkspaceContext,
  id: string,
  files: AsyncIterable<UploadedFile>,
): Promise<DocumentView> {
  await ctx.transact((db) => getLivingDocument(db, id))
  for await (const file of files) {
    const content = await storeUpload(ctx, file)
    const drop = () => ctx.app.blobs.delete(content.blobKey)
    try {
      const view = await ctx.transact(async (db) => {
        const document = await lockDocument(db, id)
        if (!document || document.deletedAt) throw documentNotFound(id)
        const twin = await findByContent(db, content.contentHash)
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
