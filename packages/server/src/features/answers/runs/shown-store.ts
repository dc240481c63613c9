import type { NearPassage } from '@brain-ai/contract'
import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'
import type { AnswerRow } from './answer.ts'
import { type QuotesTable, quotesOfKnown, quotesOfMessages } from './quotes-store.ts'

export interface Quote {
  readonly title: string
  readonly headingPath: string[]
  readonly page: number | null
  readonly quote: string
}

/** What is cited in these answers, by `<answer> <number>`: as far as the documents are there and may be read now. */
export async function listQuotes(db: WorkspaceDb, rows: readonly AnswerRow[]): Promise<Map<string, Quote>> {
  const cited = rows.filter(({ citations }) => citations.length > 0)
  const own = cited.filter(({ knownAnswerId }) => knownAnswerId === null).map(({ id }) => id)
  const known = cited.flatMap(({ id, knownAnswerId }) => (knownAnswerId === null ? [] : [{ id, knownAnswerId }]))
  const quotes = await selectQuotes(db, quotesOfMessages, own)
  const shared = await selectQuotes(db, quotesOfKnown, [...new Set(known.map(({ knownAnswerId }) => knownAnswerId))])
  const found = [
    ...quotes,
    ...known.flatMap(({ id, knownAnswerId }) =>
      shared.flatMap((quote) => (quote.answer === knownAnswerId ? [{ ...quote, answer: id }] : [])),
    ),
  ]
  return new Map(found.map(({ answer, number, ...quote }) => [`${answer} ${number}`, quote]))
}

async function selectQuotes(db: WorkspaceDb, { table, answer }: QuotesTable, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { rows } = await sql<Quote & { answer: string; number: number }>`
    select q.${sql.ref(answer)} as answer, q.number, q.heading_path as "headingPath", q.page, q.quote, d.title
    from ${sql.table(table)} q join brain_documents d on d.workspace_id = q.workspace_id and d.id = q.document_id
    where q.workspace_id = ${db.workspaceId} and q.${sql.ref(answer)} = any(${ids}::uuid[]) and d.deleted_at is null
      and ${isReadable(db)}`.execute(db.query)
  return rows
}

type KnownPassage = Pick<NearPassage, 'title' | 'headingPath' | 'page'>

/** Where the passages of these answers stand, by their id; those that are gone, or not for the reader, are left out. */
export async function listPassages(db: WorkspaceDb, rows: readonly AnswerRow[]): Promise<Map<string, KnownPassage>> {
  const ids = [...new Set(rows.flatMap(({ passages }) => passages.map(({ passageId }) => passageId)))]
  if (ids.length === 0) return new Map()
  const found = await db.query
    .selectFrom('passages as p')
    .innerJoin('brain_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'p.workspace_id').onRef('d.id', '=', 'p.document_id'),
    )
    .where('p.workspace_id', '=', db.workspaceId)
    .where(sql<boolean>`p.id = any(${ids}::uuid[])`)
    .where('d.deleted_at', 'is', null)
    .where(isReadable(db))
    .select(['p.id', 'd.title', 'p.heading_path as headingPath', 'p.page'])
    .execute()
  return new Map(found.map(({ id, ...passage }) => [id, passage]))
}

/** Of these documents, those that are there and may be read now. */
export async function listReadableDocuments(db: WorkspaceDb, documentIds: readonly string[]): Promise<string[]> {
  const ids = [...new Set(documentIds)]
  if (ids.length === 0) return []
  const found = await db.query
    .selectFrom('brain_documents as d')
    .where('d.workspace_id', '=', db.workspaceId)
    .where(sql<boolean>`d.id = any(${ids}::uuid[])`)
    .where('d.deleted_at', 'is', null)
    .where(isReadable(db))
    .select('d.id')
    .execute()
  return found.map(({ id }) => id)
}
