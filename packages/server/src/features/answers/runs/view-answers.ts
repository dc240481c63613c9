import { type Answer, BrainError, type Citation, errorTable } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import type { AnswerRow, StoredCitation } from './answer.ts'
import { findAnswer } from './answer-store.ts'
import type { GivenAnswer } from './given-answer-store.ts'
import { listPassages, listQuotes, listReadableDocuments, type Quote } from './shown-store.ts'
import { isBorneOut } from './stored-places.ts'

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
  const readable = new Set(await listReadableDocuments(db, rows.flatMap(documentsOf)))
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

/** What must be readable for an answer, or a question behind it, to be shown: a question may be about a document that was not cited. */
const documentsOf = ({ documentIds, followUps }: AnswerRow): string[] => [
  ...documentIds,
  ...followUps.flatMap(({ documentId }) => documentId ?? []),
]

/** An answer that was just given to whoever asked, and is stored as it is. */
export function viewGiven({ id, asked, known, totalMs, createdAt }: GivenAnswer): Answer {
  const { agent, question } = asked
  const { outcome } = known
  return {
    ...frame({
      ...{ id, question, conversationId: null, createdAt, state: 'complete', isFromCache: true },
      ...{ agentId: agent.id, agentName: agent.settings.name, agentVersion: agent.version, model: outcome.record.model },
      ...{ isAnswered: outcome.isAnswered, language: outcome.language, inputTokens: 0, outputTokens: 0, timings: { totalMs } },
      ...{ failureCode: null, failureMessage: null },
    }),
    answer: known.text,
    citations: known.citations.map((citation) => ({
      ...citation,
      isSupported: isBorneOut(citation, outcome.unsupported),
      isAvailable: true,
    })),
    passages: [...known.passages],
    sentences: [...outcome.sentences],
    followUps: outcome.followUps.map(({ question }) => question),
  }
}

type Framed = Omit<
  AnswerRow,
  'parentId' | 'userId' | 'text' | 'citations' | 'passages' | 'sentences' | 'followUps' | 'documentIds' | 'knownAnswerId'
>

function frame(row: Framed) {
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
    isFromCache: row.isFromCache,
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

function viewCitation(
  { number, passageId, documentId, start, end, isSupported }: StoredCitation,
  quote: Quote | undefined,
): Citation {
  const place = { number, passageId, documentId, start, end, isSupported }
  return quote
    ? { ...place, ...quote, isAvailable: true }
    : { ...place, title: '', headingPath: [], page: null, quote: '', isAvailable: false }
}
