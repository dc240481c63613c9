import type { Citation } from '@brain-ai/contract'
import { sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { StoredCitation, StoredPassage } from './answer.ts'
import { runsChannel } from './lease-store.ts'
import { quoteOf, quotesOfCited, quotesOfMessages } from './quotes-store.ts'

/** What was said so far of an answer that a process makes. */
export interface SaidSoFar {
  readonly id: string
  readonly token: string
  readonly text: string
  readonly citations: readonly StoredCitation[]
  /** Citations that are new since the last time. */
  readonly quotes: readonly Citation[]
  /** Undefined where they are as they were stored before. */
  readonly found: { readonly passages: readonly StoredPassage[]; readonly documentIds: readonly string[] } | undefined
}

/**
 * Stores what was said so far, and tells whoever follows, in one statement whatever the number of answers: it is done several times
 * for each.
 * @returns the ids of those that the process still holds and that have not ended
 */
export async function saveProgress(db: WorkspaceDb, said: readonly SaidSoFar[]): Promise<ReadonlySet<string>> {
  const given = said.map(({ id, token, text, citations, quotes, found }) => ({
    ...{ id, token, text, citations, quotes: quotes.map(quoteOf) },
    ...(found && { passages: found.passages, document_ids: found.documentIds }),
  }))
  const { rows } = await sql<{ id: string }>`
    /* keep plan */ with given as (
      select * from jsonb_to_recordset(${jsonText(given)}::jsonb) as g (
        id uuid, token uuid, text text, citations jsonb, quotes jsonb, passages jsonb, document_ids uuid[])
    ), held as (
      select r.id from agent_runs r join given g on g.id = r.id and g.token = r.lease_token
      where r.workspace_id = ${db.workspaceId}::uuid order by r.id for update of r
    ), saved as (
      update agent_messages m set text = g.text, citations = g.citations, passages = coalesce(g.passages, m.passages),
        document_ids = coalesce(g.document_ids, m.document_ids)
      from given g join held on held.id = g.id
      where m.workspace_id = ${db.workspaceId}::uuid and m.id = g.id and m.state = 'running'
      returning m.id
    ), cited as (
      select g.id, g.quotes from given g join saved on saved.id = g.id
    ), ${quotesOfCited(db, quotesOfMessages)}
    select id, pg_notify(${runsChannel}, 'text ' || id) from saved`.execute(db.query)
  return new Set(rows.map(({ id }) => id))
}
