import { type RawBuilder, sql } from 'kysely'
import { readingStates } from '#documents'
import { settingRow } from '#models'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { AskedRun } from '../known/answer-key.ts'
import type { AskedBasis } from '../known/asked-store.ts'
import type { KnownAnswer } from '../known/known-answer.ts'
import { quoteOf, quotesOfCited, quotesOfKnown } from './quotes-store.ts'
import { toStoredCitations, toStoredPassages } from './stored-places.ts'

/** A single answer that was known before, as it is given to somebody. */
export interface GivenAnswer {
  /** Of the run, of the answer, and of its message. */
  readonly id: string
  readonly userId: string
  readonly asked: AskedRun
  readonly known: KnownAnswer
  /** What it was found by. */
  readonly basis: AskedBasis
  readonly totalMs: number
  readonly createdAt: Date
}

/**
 * Stores that answers were given, in one statement whatever their number, as far as what they were found by is still so. What they say
 * is stored beside them, with its quotes as far as the documents are there, for those of `unstored` only.
 * @returns the ids of those that were given
 */
export async function insertGivenAnswers(
  db: WorkspaceDb,
  answers: readonly GivenAnswer[],
  unstored: readonly GivenAnswer[],
): Promise<string[]> {
  const userIds = [...new Set(answers.map(({ userId }) => userId))]
  const each = <T>(pick: (answer: GivenAnswer) => T): T[] => answers.map(pick)
  const { rows } = await sql<{ id: string }>`
    /* keep plan */ with given as (
      select * from unnest(
        ${each(({ id }) => id)}::uuid[], ${each(({ userId }) => userId)}::text[],
        ${each(({ userId }) => userIds.indexOf(userId))}::int[], ${each(({ basis }) => basis.reading)}::jsonb[],
        ${each(({ basis }) => basis.models)}::jsonb[], ${each(({ asked }) => asked.question)}::text[],
        ${each(({ asked }) => asked.agent.id)}::uuid[], ${each(({ asked }) => asked.agent.version)}::int[],
        ${each(({ known }) => known.outcome.record.model)}::text[], ${each(({ known }) => known.outcome.isAnswered)}::boolean[],
        ${each(({ known }) => known.outcome.language)}::text[], ${each(({ known }) => known.id)}::uuid[],
        ${each(({ totalMs }) => totalMs)}::float8[], ${each(({ createdAt }) => createdAt.toISOString())}::timestamptz[]
      ) as g (id, user_id, place, reading, models, question, agent_id, agent_version, model, is_answered, language, known_answer_id,
        total_ms, created_at)
    ), asked as (
      select ${settingRow(db)} as models, ${readingStates(db, userIds)} as states
    ), fitting as (
      select given.* from given
      join asked on asked.models = given.models and asked.states -> given.place = given.reading
      join agents a on a.workspace_id = ${db.workspaceId}::uuid and a.id = given.agent_id and a.version = given.agent_version
        and a.deleted_at is null
    )${unstored.length === 0 ? sql`` : sql`, ${knownAnswers(db, unstored)}`}
    insert into agent_messages (workspace_id, role, state, id, user_id, question, agent_id, agent_version, model, is_answered,
      language, known_answer_id, timings, is_from_cache, created_at, finished_at)
    select ${db.workspaceId}::uuid, 'assistant', 'complete', id, user_id, question, agent_id, agent_version, model, is_answered,
      language, known_answer_id, jsonb_build_object('retrievalMs', 0, 'composeMs', 0, 'totalMs', total_ms), true, created_at, now()
    from fitting returning id`.execute(db.query)
  return rows.map(({ id }) => id)
}

/** A part of a statement that has `fitting`. */
function knownAnswers(db: WorkspaceDb, answers: readonly GivenAnswer[]): RawBuilder<unknown> {
  const rows = answers.map(({ known: { id, text, citations, passages, documentIds, outcome } }) => ({
    ...{ id, text },
    citations: toStoredCitations(citations, outcome.unsupported),
    passages: toStoredPassages(passages),
    sentences: outcome.sentences,
    follow_ups: outcome.followUps,
    document_ids: documentIds,
    corpus_version: outcome.corpusVersion,
    record: outcome.record,
    quotes: citations.map(quoteOf),
  }))
  return sql`
    known as (
      select * from jsonb_to_recordset(${jsonText(rows)}::jsonb) as k (id uuid, text text, citations jsonb, passages jsonb,
        sentences jsonb, follow_ups jsonb, document_ids uuid[], corpus_version bigint, record jsonb, quotes jsonb)
      where id in (select known_answer_id from fitting)
    ), stored as (
      insert into known_answers (workspace_id, id, text, citations, passages, sentences, follow_ups, document_ids, corpus_version, record)
      select ${db.workspaceId}::uuid, id, text, citations, passages, sentences, follow_ups, document_ids, corpus_version, record
      from known on conflict do nothing
    ), cited as (
      select id, quotes from known
    ), ${quotesOfCited(db, quotesOfKnown)}`
}
