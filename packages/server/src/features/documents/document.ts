import type { CollectionAccess, DocumentFormat, DocumentState, DocumentView } from '@brain-ai/contract'
import type { ExtractedText } from './extract/extracted-text.ts'

/** A document as its store reads it, together with the name of its collection. */
export interface Document {
  readonly id: string
  readonly title: string
  readonly isTitleGiven: boolean
  readonly fileName: string | null
  readonly format: DocumentFormat | null
  readonly source: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly state: DocumentState
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly collectionId: string | null
  readonly collectionName: string | null
  readonly collectionAccess: CollectionAccess | null
  /** The newest version; `indexedVersion` is the one that answers questions, null before the first was read. */
  readonly version: number
  readonly indexedVersion: number | null
  readonly contentHash: string
  readonly bytes: number
  readonly characters: number | null
  readonly pages: number | null
  readonly passages: number | null
  readonly deletedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/**
 * Where a document lies or shall lie. The open collections, and what is in none, are one place for telling the same content and the
 * same source; each closed collection is one of its own, so that nobody learns of a closed one by importing what is in it.
 */
export interface Place {
  readonly collectionId: string | null
  readonly isClosed: boolean
}

export const placeOf = ({ collectionId, collectionAccess }: Pick<Document, 'collectionId' | 'collectionAccess'>): Place => ({
  collectionId,
  isClosed: collectionAccess === 'members',
})

export interface Heading {
  readonly level: number
  readonly title: string
  readonly start: number
}

export interface PageStart {
  readonly page: number
  readonly start: number
}

const workingStates: readonly DocumentState[] = ['queued', 'reading', 'indexing']

/** True while a job will still change the document by itself. */
export const isWorking = (state: DocumentState): boolean => workingStates.includes(state)

// For these, trying the same bytes again gives the same end.
const lastingFailures = new Set([
  'document/empty',
  'document/too-large',
  'document/unsupported-type',
  'document/damaged',
  'document/password-protected',
  'document/no-text',
  'document/unpacks-too-large',
  'document/too-much-text',
  'document/not-stored',
])

/** Whether it may help to try a document again that failed with this code. */
export const isRetryable = (failureCode: string): boolean => !lastingFailures.has(failureCode)

/** A file name as a title: without its ending, and with spaces where underscores or hyphens stood for them. */
export function titleFromFileName(fileName: string): string {
  const stem = fileName.replace(/(?<=.)\.[\p{L}\p{N}]{1,10}$/u, '')
  const words = stem.includes(' ') ? stem : stem.replace(/_+/g, ' ').replace(/(?<=\p{L})-+(?=\p{L})/gu, ' ')
  return words.trim().slice(0, 300) || fileName
}

/** The ending under which a pasted text is read and saved. */
export const endingOfText = { text: 'txt', markdown: 'md', html: 'html' } as const

/** The headings of a text, with the offsets at which they stand. */
export function listHeadings(extracted: Pick<ExtractedText, 'text' | 'blocks'>): Heading[] {
  return extracted.blocks
    .filter((block) => block.kind === 'heading')
    .map((block) => ({
      level: block.level ?? 1,
      title: extracted.text.slice(block.start, block.end).slice(0, 500),
      start: block.start,
    }))
}

/** @param progress of the job that reads the document, if one runs; @param isDuplicate the document was there before this upload */
export function toDocumentView(document: Document, progress?: number, isDuplicate = false): DocumentView {
  const { failureCode, failureMessage, collectionId, collectionName } = document
  return {
    id: document.id,
    title: document.title,
    fileName: document.fileName,
    format: document.format,
    language: document.language,
    state: document.state,
    progress: isWorking(document.state) ? (progress ?? 0) : null,
    failure:
      document.state === 'failed' && failureCode !== null
        ? { code: failureCode, message: failureMessage ?? '', isRetryable: isRetryable(failureCode) }
        : null,
    collection: collectionId !== null && collectionName !== null ? { id: collectionId, name: collectionName } : null,
    tags: [...document.tags],
    version: document.version,
    bytes: document.bytes,
    characters: document.characters,
    pages: document.pages,
    passages: document.passages,
    isDuplicate,
    createdAt: document.createdAt.toISOString(),
    updatedAt: document.updatedAt.toISOString(),
  }
}
