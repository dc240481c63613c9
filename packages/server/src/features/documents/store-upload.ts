import type { Readable } from 'node:stream'
import { BrainError, type DocumentFormat } from '@brain-ai/contract'
import { BlobTooLarge } from '#platform/blobs'
import type { WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import { assertRoom } from '#workspaces'
import type { StoredContent } from './accept-document.ts'
import { cleanFileName } from './extract/clean-file-name.ts'
import { detectFormat } from './extract/detect-format.ts'
import { hasStockLimits } from './has-stock-limits.ts'

// Larger files are recognized by their job: the formats inside a zip archive are told by its end.
const recognizedBytes = 8_000_000
// Of a file with more than this, no more is stored where the workspace has no room for it.
const lookedAtBytes = 1_000_000

/**
 * Streams one uploaded file to the disk, no more than a piece of it in memory, and looks what it is.
 * @param takes.isNew false where it will be a new version of a document that is there
 * @throws BrainError document/too-large, document/empty, document/unsupported-type and others that say why it cannot be taken;
 * limit/reached for a large file where the workspace is full already
 */
export async function storeUpload(ctx: WorkspaceContext, file: UploadedFile, takes: { isNew: boolean }): Promise<StoredContent> {
  // Breaking off must not destroy the stream: the rest of the request comes after it.
  const pieces = whileThereIsRoom(ctx, file.content.iterator({ destroyOnReturn: false }), takes)
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

/** The limits themselves are kept by the transaction that takes the document; this spares the disk what it would refuse. */
async function* whileThereIsRoom(
  ctx: WorkspaceContext,
  pieces: AsyncIterable<Uint8Array>,
  { isNew }: { isNew: boolean },
): AsyncGenerator<Uint8Array> {
  let seen = 0
  let isLookedAt = !hasStockLimits(ctx)
  for await (const piece of pieces) {
    seen += piece.byteLength
    if (!isLookedAt && seen > lookedAtBytes) {
      isLookedAt = true
      await ctx.transact((db) => assertRoom(db, ctx.app.now(), { ...(isNew ? { documents: 1 } : {}), storage: seen }))
    }
    yield piece
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
