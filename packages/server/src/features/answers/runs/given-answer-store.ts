import type { Citation } from '@brain-ai/contract'
import { type RawBuilder, sql } from 'kysely'
import { readingStates } from '#documents'
import { settingRow } from '#models'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { AskedBasis } from '../known/asked-store.ts'
import type { RunRequest } from './answer.ts'
import type { AnswerEnd } from './answer-store.ts'
import { quoteOf, quotesOfCited, quotesOfKnown } from './quotes-store.ts'

/** A single answer that was known before, as it is given to somebody. */
export interface GivenAnswer {
  readonly userId: string
  readonly request: RunRequest
  /** Of what it says: the same each time it is given. */
  readonly knownId: string
  /** What it was found by. */
  readonly basis: AskedBasis
  readonly end: AnswerEnd
  readonly citations: readonly Citation[]
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
        ${each(({ request }) => request.id)}::uuid[], ${each(({ userId }) => userId)}::text[],
        ${each(({ userId }) => userIds.indexOf(userId))}::int[], ${each(({ basis }) => JSON.stringify(basis.reading))}::jsonb[],
        ${each(({ basis }) => JSON.stringify(basis.models))}::jsonb[], ${each(({ request }) => request.question)}::text[],
        ${each(({ request }) => request.agent.id)}::uuid[], ${each(({ request }) => request.agent.version)}::int[],
        ${each(({ end }) => end.model)}::text[], ${each(({ end }) => end.outcome.isAnswered)}::boolean[],
        ${each(({ end }) => end.outcome.language)}::text[], ${each(({ knownId }) => knownId)}::uuid[],
        ${each(({ end }) => end.totalMs)}::float8[], ${each(({ createdAt }) => createdAt.toISOString())}::timestamptz[]
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
  const rows = answers.map(({ knownId, end, citations }) => ({
    id: knownId,
    text: end.text,
    citations: end.citations,
    passages: end.passages,
    sentences: end.outcome.sentences,
    follow_ups: end.outcome.followUps,
    document_ids: end.documentIds,
    corpus_version: end.outcome.corpusVersion,
    record: end.outcome.record,
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
