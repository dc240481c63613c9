import { type Answer, BrainError, type Citation, errorTable, type NearPassage } from '@brain-ai/contract'
import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import type { AnswerRow, StoredCitation } from './answer.ts'
import { findAnswer } from './answer-store.ts'

export const runNotFound = () => new BrainError('run/not-found', 'There is no such run in this workspace.')

/** An answer as it may be shown now. @throws BrainError run/not-found */
export async function getAnswer(ctx: WorkspaceContext, id: string): Promise<Answer> {
  return ctx.transact(async (db) => {
    const row = await findAnswer(db, id)
    if (!row) throw runNotFound()
    return (await viewAnswers(db, [row]))[0]!
  })
}

/**
 * Answers as their reader may see them now: a citation of a document that is gone, or not for them, shows only that it was there. A
 * shared answer that was made of something they may not read is withheld.
 */
export async function viewAnswers(db: WorkspaceDb, rows: readonly AnswerRow[]): Promise<Answer[]> {
  if (rows.length === 0) return []
  const quotes = await listQuotes(db, rows)
  const passages = await listPassages(db, rows)
  const readable = new Set(await listReadableDocuments(db, rows))
  const reader = typeof db.reader === 'object' ? db.reader.userId : undefined
  return rows.map((row) => {
    const isWithheld = row.userId !== reader && row.documentIds.some((id) => !readable.has(id))
    if (isWithheld) return { ...frame(row), answer: '', citations: [], passages: [], isWithheld: true }
    return {
      ...frame(row),
      answer: row.text,
      citations: row.citations.map((citation) => viewCitation(citation, quotes.get(`${row.id} ${citation.number}`))),
      passages: row.passages.flatMap(({ score, ...place }) => {
        const known = passages.get(place.passageId)
        return known ? [{ ...place, ...known, score }] : []
      }),
      sentences: [...row.sentences],
      followUps: row.followUps
        .filter(({ documentId }) =>
          documentId === null ? row.documentIds.every((id) => readable.has(id)) : readable.has(documentId),
        )
        .map(({ question }) => question),
    }
  })
}

function frame(row: AnswerRow) {
  const { failureCode, failureMessage, timings } = row
  return {
    id: row.id,
    question: row.question,
    isAnswered: row.isAnswered,
    language: row.language,
    agent: { id: row.agentId, name: row.agentName, version: row.agentVersion },
    usage: { inputTokens: row.inputTokens, outputTokens: row.outputTokens, costNanos: null },
    timings: {
      ...timings,
      retrievalMs: timings.retrievalMs ?? 0,
      composeMs: timings.composeMs ?? 0,
      totalMs: timings.totalMs ?? 0,
    },
    state: row.state,
    model: row.model,
    conversation: row.conversationId,
    failure:
      failureCode === null ? null : { code: failureCode, message: failureMessage ?? '', isRetryable: isRetryable(failureCode) },
    createdAt: row.createdAt.toISOString(),
  }
}

/** Whether asking again may help: not where the fault lies in what was asked or configured. */
export function isRetryable(code: string): boolean {
  const known = (errorTable as Record<string, { status: number }>)[code]
  return known === undefined || known.status >= 500
}

interface Quote {
  readonly title: string
  readonly headingPath: string[]
  readonly page: number | null
  readonly quote: string
}

function viewCitation(
  { number, passageId, documentId, start, end, isSupported }: StoredCitation,
  quote: Quote | undefined,
): Citation {
  const place = { number, passageId, documentId, start, end, isSupported }
  return quote
    ? { ...place, ...quote, isAvailable: true }
    : { ...place, title: '', headingPath: [], page: null, quote: '', isAvailable: false }
}

async function listQuotes(db: WorkspaceDb, rows: readonly AnswerRow[]): Promise<Map<string, Quote>> {
  const cited = rows.filter(({ citations }) => citations.length > 0).map(({ id }) => id)
  if (cited.length === 0) return new Map()
  const found = await db.query
    .selectFrom('answer_quotes as q')
    .innerJoin('brain_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'q.workspace_id').onRef('d.id', '=', 'q.document_id'),
    )
    .where('q.workspace_id', '=', db.workspaceId)
    .where('q.message_id', 'in', cited)
    .where('d.deleted_at', 'is', null)
    .where(isReadable(db))
    .select(['q.message_id', 'q.number', 'q.heading_path as headingPath', 'q.page', 'q.quote', 'd.title'])
    .execute()
  return new Map(found.map(({ message_id, number, ...quote }) => [`${message_id} ${number}`, quote]))
}

type KnownPassage = Pick<NearPassage, 'title' | 'headingPath' | 'page'>

async function listPassages(db: WorkspaceDb, rows: readonly AnswerRow[]): Promise<Map<string, KnownPassage>> {
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

/** Of the documents that these answers were made of, those that are there and may be read now. */
export async function listReadableDocuments(db: WorkspaceDb, rows: readonly Pick<AnswerRow, 'documentIds'>[]): Promise<string[]> {
  const ids = [...new Set(rows.flatMap(({ documentIds }) => documentIds))]
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
