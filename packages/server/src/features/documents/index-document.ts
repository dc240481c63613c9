import { randomUUIDv7 } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job, type JobFailure } from '#platform/jobs'
import { raiseCorpusVersion } from './corpus-store.ts'
import { type Document, endingOfText, isWorking, listHeadings, titleFromFileName } from './document.ts'
import { findDocument, lockDocument, updateDocumentRow } from './document-store.ts'
import { replaceWords } from './document-words-store.ts'
import type { ExtractedDocument } from './extract/packed-document.ts'
import { type IndexDocument, sweepPassagesKind } from './job-kinds.ts'
import type { PassageIndex } from './passage-index.ts'
import { insertPassages } from './passage-store.ts'
import { removeSomePassages } from './remove-passages.ts'
import { retitleDocument } from './retitle-document.ts'
import type { Passage } from './split-into-passages.ts'
import { type DocumentVersion, findVersion, replaceText } from './version-store.ts'

const passagesPerTransaction = 128

/** What reads the text out of a file. */
export interface TextExtractor {
  extract(
    bytes: Uint8Array,
    fileName: string,
    options: { signal: AbortSignal; onProgress: (done: number) => void },
  ): Promise<ExtractedDocument>
}

export interface IndexingTools {
  readonly index: PassageIndex
  readonly extractor: TextExtractor
}

/**
 * Reads one version of a document, writes its passages in short transactions beside those that answer questions, and lets it take
 * their place in the last one. Whatever stops it in between, the next attempt starts clean.
 */
export async function indexDocument(
  ctx: WorkspaceContext,
  payload: IndexDocument,
  job: Job,
  tools: IndexingTools,
): Promise<void> {
  const { documentId, version } = payload
  const found = await ctx.transact(async (db) => {
    const document = await findDocument(db, documentId)
    return { document, stored: await findVersion(db, documentId, version) }
  })
  // Deleted or replaced since it was enqueued.
  if (!found.document || !found.stored || found.document.version !== version || found.document.indexedVersion === version) return
  const { document, stored } = found
  const ended = (outcome: string, format: string | null) =>
    ctx.app.metrics.documentsImported.inc({ format: format ?? 'unknown', outcome })
  try {
    await startReading(job, tools.index, { documentId, version })
    const extracted = await readVersion(ctx, job, tools.extractor, document, stored)
    await indexText(job, tools.index, document, payload, extracted)
    ended('ready', extracted.format)
  } catch (error) {
    if (ctx.signal.aborted) throw error
    if (isFileFault(error)) {
      await job.finish((db) => failDocument(db, payload, error))
      ended('failed', document.format)
      return
    }
    if (job.isLastAttempt) ended('failed', document.format)
    throw error
  }
}

/** Tells a document that reading it has failed for good, unless it is already about something else. */
export async function failDocument(db: WorkspaceDb, { documentId, version }: IndexDocument, failure: JobFailure): Promise<void> {
  const document = await lockDocument(db, documentId)
  if (!document || document.version !== version || !isWorking(document.state)) return
  await updateDocumentRow(db, documentId, { state: 'failed', failure_code: failure.code, failure_message: failure.message })
  await enqueue(db, sweepPassagesKind, { documentId, version })
}

// Trying again gives the same end, so these are told at once.
const isFileFault = (error: unknown): error is BrainError => error instanceof BrainError && error.code.startsWith('document/')

/** What an attempt that broke off has left is removed first. */
async function startReading(job: Job, index: PassageIndex, of: IndexDocument): Promise<void> {
  const hasMore = () =>
    job.checkpoint(async (db) => {
      await updateDocumentRow(db, of.documentId, { state: 'reading' })
      return removeSomePassages(db, index, of)
    }, 0)
  while (await hasMore()) {
    // until there is none left
  }
}

async function readVersion(
  ctx: WorkspaceContext,
  job: Job,
  extractor: TextExtractor,
  document: Document,
  stored: DocumentVersion,
): Promise<ExtractedDocument> {
  const bytes = await ctx.app.blobs.read(stored.blobKey)
  if (!bytes) throw new BrainError('document/not-stored', 'The original file is not there any more; import it again.')
  const pasted = document.format === 'markdown' || document.format === 'html' ? document.format : 'text'
  const fileName = stored.fileName ?? `text.${endingOfText[pasted]}`
  return extractor.extract(bytes, fileName, { signal: ctx.signal, onProgress: (done) => job.reportProgress(done) })
}

async function indexText(
  job: Job,
  index: PassageIndex,
  document: Document,
  { documentId, version, title: givenTitle }: IndexDocument,
  extracted: ExtractedDocument,
): Promise<void> {
  const { passages } = extracted
  const retitle = async (db: WorkspaceDb) => {
    const locked = (await lockDocument(db, documentId))!
    const title = givenTitle ?? (locked.isTitleGiven ? locked.title : titleOf(extracted, document))
    await retitleDocument(db, index, locked, title)
    return title
  }
  const add = (db: WorkspaceDb, title: string, from: number) =>
    addPassages(db, index, { documentId, version, title }, passages.slice(from, from + passagesPerTransaction))
  // Most documents fit into the last transaction; only longer ones are seen to be indexed.
  const isLong = passages.length > passagesPerTransaction
  for (let from = 0; isLong && from < passages.length; from += passagesPerTransaction) {
    await job.checkpoint(async (db) => {
      // Locked, so that nobody gives it another title while these are indexed under this one.
      const title = from === 0 ? await retitle(db) : (await lockDocument(db, documentId))!.title
      if (from === 0) await updateDocumentRow(db, documentId, { state: 'indexing' })
      await add(db, title, from)
    }, from / passages.length)
  }
  await job.finish(async (db) => {
    if (!isLong) await add(db, await retitle(db), 0)
    const headings = listHeadings(extracted)
    const { title } = (await lockDocument(db, documentId))!
    await replaceWords(db, documentId, { title, headings })
    await replaceText(db, documentId, {
      version,
      text: extracted.text,
      headings,
      pages: extracted.pages,
    })
    await updateDocumentRow(db, documentId, {
      state: 'ready',
      indexed_version: version,
      format: extracted.format,
      language: languageOfMost(passages),
      author: extracted.author ?? null,
      characters: extracted.text.length,
      pages: extracted.pages.at(-1)?.page ?? null,
      passages: passages.length,
    })
    await index.notePassages(db, documentId)
    const older = document.indexedVersion
    if (older !== null && older !== version) await enqueue(db, sweepPassagesKind, { documentId, version: older })
    await raiseCorpusVersion(db)
  })
}

/** The language of most of the text. */
function languageOfMost(passages: readonly Passage[]): string {
  const characters = new Map<string, number>()
  for (const { language, start, end } of passages) characters.set(language, (characters.get(language) ?? 0) + end - start)
  return [...characters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'en'
}

async function addPassages(
  db: WorkspaceDb,
  index: PassageIndex,
  of: { documentId: string; version: number; title: string },
  passages: readonly Passage[],
): Promise<void> {
  const ordinals = await index.addPassages(
    db,
    passages.map((passage) => ({ ...passage, title: of.title })),
  )
  await insertPassages(
    db,
    of,
    passages.map((passage, i) => ({ ...passage, id: randomUUIDv7(), ordinal: ordinals[i]! })),
  )
}

function titleOf(extracted: ExtractedDocument, document: Document): string {
  const found = extracted.title?.replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed()
  return found || titleFromFileName(document.fileName ?? document.title)
}
