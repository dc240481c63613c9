import type { Citation } from '@brain-ai/contract'
import { type RawBuilder, sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'

/** What is stored of a citation beside its answer. */
export const quoteOf = ({ number, documentId, headingPath, page, quote }: Citation) => ({
  ...{ number, documentId, headingPath, page, quote },
})

/** What is cited, as far as the documents are there and may be read; a quote that is there already stays. */
export async function insertQuotes(db: WorkspaceDb, messageId: string, citations: readonly Citation[]): Promise<void> {
  if (citations.length === 0) return
  const given = jsonText(citations.map(quoteOf))
  await sql`with cited as (select ${messageId}::uuid as id, ${given}::jsonb as quotes), ${quotesOfCited(db, quotesOfMessages)} select`.execute(
    db.query,
  )
}

/** Where quotes are stored: the table, and which column names their answer. */
export interface QuotesTable {
  readonly table: 'answer_quotes' | 'known_answer_quotes'
  readonly answer: 'message_id' | 'known_answer_id'
}

export const quotesOfMessages: QuotesTable = { table: 'answer_quotes', answer: 'message_id' }
export const quotesOfKnown: QuotesTable = { table: 'known_answer_quotes', answer: 'known_answer_id' }

/**
 * Stores the quotes of `cited`, rows of an answer's `id` and its `quotes`, as a part of a statement. The documents are held until the
 * commit: one that is erased meanwhile takes its quotes along.
 */
export function quotesOfCited({ workspaceId }: WorkspaceDb, { table, answer }: QuotesTable): RawBuilder<unknown> {
  return sql`
    quoted as (
      select cited.id, q from cited, jsonb_array_elements(cited.quotes) q
    ), held_documents as (
      select d.id from brain_documents d
      where d.workspace_id = ${workspaceId}::uuid and d.id in (select (q ->> 'documentId')::uuid from quoted)
      order by d.id for key share
    ), quotes as (
      insert into ${sql.table(table)} (workspace_id, ${sql.ref(answer)}, number, document_id, heading_path, page, quote)
      select ${workspaceId}::uuid, quoted.id, (q ->> 'number')::int, d.id,
        array(select jsonb_array_elements_text(q -> 'headingPath')), (q ->> 'page')::int, q ->> 'quote'
      from quoted join held_documents d on d.id = (q ->> 'documentId')::uuid
      on conflict do nothing
    )`
}
