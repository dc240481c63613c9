import type { Citation } from '@brain-ai/contract'
import { sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { RunRequest } from './answer.ts'
import type { AnswerEnd } from './answer-store.ts'
import { quoteOf, quotesOfCited } from './quotes-store.ts'

/** A single answer that is whole before it is stored. */
export interface CompleteAnswer {
  readonly userId: string
  readonly request: RunRequest
  readonly end: AnswerEnd
  readonly citations: readonly Citation[]
  readonly createdAt: Date
}

/** Stores answers with their records, and with their quotes as far as the documents are there, in one statement whatever their number. */
export async function insertCompleteAnswers(db: WorkspaceDb, answers: readonly CompleteAnswer[]): Promise<void> {
  const rows = answers.map(({ userId, request, end, citations, createdAt }) => ({
    id: request.id,
    user_id: userId,
    question: request.question,
    agent_id: request.agent.id,
    agent_version: request.agent.version,
    text: end.text,
    model: end.model,
    is_answered: end.outcome.isAnswered,
    language: end.outcome.language,
    citations: end.citations,
    passages: end.passages,
    sentences: end.outcome.sentences,
    follow_ups: end.outcome.followUps,
    document_ids: end.documentIds,
    input_tokens: end.outcome.usage.inputTokens,
    output_tokens: end.outcome.usage.outputTokens,
    timings: { ...end.outcome.timings, totalMs: end.totalMs },
    is_from_cache: end.outcome.isFromCache ?? false,
    corpus_version: end.outcome.corpusVersion,
    record: end.outcome.record,
    created_at: createdAt,
    quotes: citations.map(quoteOf),
  }))
  await sql`
    /* keep plan */ with given as (
      select * from jsonb_to_recordset(${jsonText(rows)}::jsonb) as g (
        id uuid, user_id text, question text, agent_id uuid, agent_version int, text text, model text, is_answered boolean,
        language text, citations jsonb, passages jsonb, sentences jsonb, follow_ups jsonb, document_ids uuid[], input_tokens int,
        output_tokens int, timings jsonb, is_from_cache boolean, corpus_version bigint, record jsonb, created_at timestamptz, quotes jsonb)
    ), messages as (
      insert into agent_messages (workspace_id, role, state, id, user_id, question, agent_id, agent_version, text, model,
        is_answered, language, citations, passages, sentences, follow_ups, document_ids, input_tokens, output_tokens, timings,
        is_from_cache, created_at, finished_at)
      select ${db.workspaceId}::uuid, 'assistant', 'complete', id, user_id, question, agent_id, agent_version, text, model,
        is_answered, language, citations, passages, sentences, follow_ups, document_ids, input_tokens, output_tokens, timings,
        is_from_cache, created_at, now()
      from given
    ), cited as (
      select id, quotes from given
    ), ${quotesOfCited(db)}
    insert into answer_records (workspace_id, message_id, user_id, corpus_version, record)
    select ${db.workspaceId}::uuid, id, user_id, corpus_version, record from given`.execute(db.query)
}
