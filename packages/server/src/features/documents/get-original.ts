import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { FileReply } from '#platform/http'
import { endingOfText } from './document.ts'
import { findOriginal } from './get-document.ts'

/** The file as it was uploaded, streamed from the disk. @throws BrainError document/not-found · document/not-stored */
export async function getOriginal(ctx: WorkspaceContext, id: string, version: number | undefined): Promise<FileReply> {
  const { document, stored } = await findOriginal(ctx, id, version)
  const content = await ctx.app.blobs.get(stored.blobKey)
  if (!content) throw new BrainError('document/not-stored', 'The original file is not there any more.', { id })
  const pasted = document.format === 'markdown' || document.format === 'html' ? document.format : 'text'
  const fileName = stored.fileName ?? `${document.title.slice(0, 150)}.${endingOfText[pasted]}`
  return { kind: 'file', content, fileName, bytes: stored.bytes, mediaType: 'application/octet-stream' }
}
