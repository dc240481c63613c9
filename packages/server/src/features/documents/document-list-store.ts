import { type DocumentFormat, type DocumentState, documentStates } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { Document } from './document.ts'
import { selectDocuments } from './document-store.ts'
import type { DocumentSort, ListCursor } from './list-cursor.ts'
import { isReadable } from './readable-documents.ts'

export interface ListFilter {
  readonly q?: string | undefined
  readonly states?: readonly DocumentState[] | undefined
  readonly format?: DocumentFormat | undefined
  readonly language?: string | undefined
  readonly collection?: string | undefined
  readonly tag?: string | undefined
}

// The key of each order as text that survives a trip through a cursor exactly, and how it is compared.
const orders = {
  newest: {
    key: sql<string>`(extract(epoch from d.created_at) * 1000000)::bigint::text`,
    by: sql`d.created_at`,
    direction: 'desc',
  },
  oldest: {
    key: sql<string>`(extract(epoch from d.created_at) * 1000000)::bigint::text`,
    by: sql`d.created_at`,
    direction: 'asc',
  },
  title: { key: sql<string>`lower(d.title)`, by: sql`lower(d.title)`, direction: 'asc' },
  size: { key: sql<string>`d.bytes::text`, by: sql`d.bytes`, direction: 'desc' },
} as const satisfies Record<DocumentSort, unknown>

function keyValue({ sort, key }: ListCursor) {
  if (sort === 'title') return sql`${key}::text`
  if (sort === 'size') return sql`${key}::bigint`
  return sql`(timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond')`
}

/** One page of living documents, each with its key in this order. */
export async function listDocumentRows(
  db: WorkspaceDb,
  filter: ListFilter,
  page: { sort: DocumentSort; after?: ListCursor | undefined; limit: number },
): Promise<(Document & { sortKey: string })[]> {
  const { key, by, direction } = orders[page.sort]
  let query = filtered(selectDocuments(db), filter).select(key.as('sortKey'))
  if (page.after) {
    const compare = sql.raw(direction === 'asc' ? '>' : '<')
    query = query.where(sql<boolean>`(${by}, d.id) ${compare} (${keyValue(page.after)}, ${page.after.id}::uuid)`)
  }
  const rows = await query.orderBy(by, direction).orderBy('d.id', direction).limit(page.limit).execute()
  return rows as (Document & { sortKey: string })[]
}

export async function countDocumentRows(db: WorkspaceDb, filter: ListFilter): Promise<number> {
  const counted = filtered(selectDocuments(db), filter).clearSelect().select(sql<number>`count(*)::int`.as('total'))
  return (await counted.executeTakeFirstOrThrow()).total
}

/** Living documents that the reader may read by state; every state is there. */
export async function countByState(db: WorkspaceDb): Promise<Record<DocumentState, number>> {
  const rows = await db.query
    .selectFrom('brain_documents as d')
    .where('d.workspace_id', '=', db.workspaceId)
    .where('d.deleted_at', 'is', null)
    .where(isReadable(db))
    .groupBy('d.state')
    .select(['d.state', sql<number>`count(*)::int`.as('documents')])
    .execute()
  const found = new Map(rows.map((row) => [row.state as DocumentState, row.documents]))
  return Object.fromEntries(documentStates.map((state) => [state, found.get(state) ?? 0])) as Record<DocumentState, number>
}

function filtered<Q extends ReturnType<typeof selectDocuments>>(
  query: Q,
  filter: ListFilter,
): ReturnType<typeof selectDocuments> {
  let narrowed: ReturnType<typeof selectDocuments> = query.where('d.deleted_at', 'is', null)
  if (filter.q) {
    const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`
    narrowed = narrowed.where((or) => or.or([or('d.title', 'ilike', pattern), or('d.file_name', 'ilike', pattern)]))
  }
  if (filter.states) narrowed = narrowed.where('d.state', 'in', [...filter.states])
  if (filter.format) narrowed = narrowed.where('d.format', '=', filter.format)
  if (filter.language) narrowed = narrowed.where('d.language', '=', filter.language)
  if (filter.collection) narrowed = narrowed.where('d.collection_id', '=', filter.collection)
  if (filter.tag !== undefined) narrowed = narrowed.where(sql<boolean>`d.tags @> ${[filter.tag]}::text[]`)
  return narrowed
}

/** How many living documents that the reader may read have each tag. */
export async function countTags(db: WorkspaceDb): Promise<{ tag: string; documents: number }[]> {
  const { rows } = await sql<{ tag: string; documents: number }>`
    select t.tag, count(*)::int as documents
    from brain_documents d cross join lateral unnest(d.tags) as t (tag)
    where d.workspace_id = ${db.workspaceId} and d.deleted_at is null and ${isReadable(db)}
    group by t.tag order by t.tag collate "C"`.execute(db.query)
  return rows
}
