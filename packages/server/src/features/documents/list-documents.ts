import type { DocumentFormat, DocumentState, DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { countByState, countDocumentRows, type ListFilter, listDocumentRows } from './document-list-store.ts'
import { viewDocuments } from './get-document.ts'
import { type DocumentSort, readCursor, writeCursor } from './list-cursor.ts'

export interface ListRequest {
  readonly q?: string | undefined
  readonly state?: DocumentState | 'working' | undefined
  readonly format?: DocumentFormat | undefined
  readonly language?: string | undefined
  /** Its id. */
  readonly collection?: string | undefined
  readonly tag?: string | undefined
  readonly sort: DocumentSort
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface DocumentList {
  readonly documents: DocumentView[]
  /** With the filter, on all pages. */
  readonly total: number
  readonly nextCursor: string | null
  /** Of all that may be read, without the filter. */
  readonly counts: Record<DocumentState, number>
}

/** One page of the documents that one may read. Pages have no gaps and no doubles, also while documents come and go. */
export async function listDocuments(ctx: WorkspaceContext, request: ListRequest): Promise<DocumentList> {
  const { q, state, format, language, collection, tag, sort, cursor, limit } = request
  const states = state === 'working' ? (['queued', 'reading', 'indexing'] as const) : state && [state]
  const filter: ListFilter = { q, states, format, language, collection, tag }
  const after = cursor === undefined ? undefined : readCursor(cursor, sort)
  return ctx.transact(async (db) => {
    const rows = await listDocumentRows(db, filter, { sort, after, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      documents: await viewDocuments(db, shown),
      total: await countDocumentRows(db, filter),
      nextCursor: last && rows.length > limit ? writeCursor({ sort, key: last.sortKey, id: last.id }) : null,
      counts: await countByState(db),
    }
  })
}
