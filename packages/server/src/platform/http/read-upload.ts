import { Readable } from 'node:stream'
import { BrainError } from '@brain-ai/contract'
import type { FastifyRequest } from 'fastify'
import type { UploadedFile } from './serve.ts'

// Whoever takes the files refuses each one over their own limit by its name; only a flood ends the request.
const maxFiles = 2000

/** The files of a multipart body, or the one of a raw body, one after the other as they arrive. */
export function readUpload(
  request: FastifyRequest,
  maxBytes: number,
  rawFileName: string | undefined,
): AsyncIterable<UploadedFile> {
  return request.isMultipart() ? readMultipart(request, maxBytes) : readRaw(request, maxBytes, rawFileName)
}

async function* readMultipart(request: FastifyRequest, maxBytes: number): AsyncGenerator<UploadedFile> {
  // Larger files arrive cut; whoever takes them sees isTruncated and refuses that one file, not the others.
  const limits = { fileSize: maxBytes, files: maxFiles, fields: 20, fieldSize: 10_000, parts: maxFiles + 20 }
  try {
    for await (const part of request.parts({ limits, preservePath: true })) {
      if (part.type !== 'file') continue
      yield {
        fileName: part.filename ?? '',
        mediaType: part.mimetype,
        content: Readable.from(untilBroken(part.file), { objectMode: false }),
        isTruncated: () => part.file.truncated,
      }
      if (!part.file.readableEnded) part.file.resume()
    }
  } catch (error) {
    // Only what the parser itself throws comes here; its own errors have codes, those of the parser below it have none.
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT') throw tooManyFiles(error)
    if (code === 'ECONNRESET') throw brokenOff(error)
    if (code !== undefined) throw error
    throw new BrainError('request/malformed', 'The multipart body could not be read.', {}, { cause: error })
  }
}

const tooManyFiles = (cause: unknown) =>
  new BrainError(
    'document/too-many-files',
    `One request carries at most ${maxFiles} files; the rest was not read. Send them in smaller groups: what is already here is recognized.`,
    { maxFiles },
    { cause },
  )

async function* readRaw(request: FastifyRequest, maxBytes: number, fileName: string | undefined): AsyncGenerator<UploadedFile> {
  if (!fileName) throw new BrainError('request/invalid', 'A raw upload names its file in the query: ?fileName=notes.md')
  const announced = Number(request.headers['content-length'] ?? 0)
  let isTruncated = announced > maxBytes
  const body = request.body as Readable
  async function* cut(): AsyncGenerator<Buffer> {
    let seen = 0
    // Many clients read the reply only after they have sent everything, so what is over the limit is taken in and dropped.
    for await (const chunk of untilBroken(body)) {
      seen += chunk.length
      if (seen > maxBytes) isTruncated = true
      if (!isTruncated) yield chunk
    }
  }
  yield {
    fileName,
    mediaType: request.headers['content-type'] ?? 'application/octet-stream',
    content: Readable.from(cut(), { objectMode: false }),
    isTruncated: () => isTruncated,
  }
}

/** A connection that ends in the middle of a file is no fault of ours. */
async function* untilBroken(content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content as AsyncIterable<Buffer>
  } catch (error) {
    throw brokenOff(error)
  }
}

const brokenOff = (cause: unknown) =>
  new BrainError('request/malformed', 'The request ended in the middle of a file; nothing of that file was kept.', {}, { cause })
