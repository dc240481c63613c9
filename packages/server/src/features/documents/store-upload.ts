import type { Readable } from 'node:stream'
import { BrainError, type DocumentFormat } from '@brain-ai/contract'
import { BlobTooLarge } from '#platform/blobs'
import type { WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import type { StoredContent } from './accept-document.ts'
import { cleanFileName } from './extract/clean-file-name.ts'
import { detectFormat } from './extract/detect-format.ts'

// Larger files are recognized by their job: the formats inside a zip archive are told by its end.
const recognizedBytes = 8_000_000

/**
 * Streams one uploaded file to the disk, no more than a piece of it in memory, and looks what it is.
 * @throws BrainError document/too-large, document/empty, document/unsupported-type and others that say why it cannot be taken
 */
export async function storeUpload(ctx: WorkspaceContext, file: UploadedFile): Promise<StoredContent> {
  // Breaking off must not destroy the stream: the rest of the request comes after it.
  const pieces = file.content.iterator({ destroyOnReturn: false })
  return storeContent(ctx, pieces, cleanFileName(file.fileName), { isTruncated: file.isTruncated, rest: file.content })
}

/** As `storeUpload`, for bytes that are in memory; `readAs` is the name that tells the kind of a text without a file name. */
export async function storeBytes(
  ctx: WorkspaceContext,
  bytes: Uint8Array,
  readAs: string,
  fileName: string | null,
): Promise<StoredContent> {
  return { ...(await storeContent(ctx, bytes, readAs)), fileName }
}

async function storeContent(
  ctx: WorkspaceContext,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  fileName: string,
  upload?: { isTruncated: () => boolean; rest: Readable },
): Promise<StoredContent> {
  const { blobs, config, newId } = ctx.app
  const { maxBytes } = config.documents
  const blobKey = `${ctx.workspaceId}/${newId()}`
  try {
    const stored = await blobs.put(blobKey, content, { maxBytes })
    if (upload?.isTruncated()) throw new BlobTooLarge(maxBytes)
    const format = await recognize(ctx, blobKey, stored.bytes, fileName)
    return { blobKey, contentHash: stored.sha256, bytes: stored.bytes, format, fileName }
  } catch (error) {
    upload?.rest.resume()
    await blobs.delete(blobKey)
    if (!(error instanceof BlobTooLarge)) throw error
    const message = `The file has more than ${maxBytes / 1_000_000} MB, which is the most that is accepted. Split it into smaller files.`
    throw new BrainError('document/too-large', message, { maxBytes })
  }
}

async function recognize(
  ctx: WorkspaceContext,
  blobKey: string,
  bytes: number,
  fileName: string,
): Promise<DocumentFormat | null> {
  if (bytes > recognizedBytes) return null
  const content = await ctx.app.blobs.read(blobKey)
  return detectFormat(content ?? new Uint8Array(), fileName)
}
