import { sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'
import type { AnswerProgress } from './answer-store.ts'
import { runsChannel } from './lease-store.ts'

/**
 * Stores what was said of an answer so far, and tells whoever follows, in one statement: it is done several times for each answer.
 * @returns false when the process does not hold the run any more, or the answer has ended
 */
export async function saveProgress(
  db: WorkspaceDb,
  run: { id: string; token: string },
  { text, citations, passages, documentIds }: AnswerProgress,
): Promise<boolean> {
  const { rows } = await sql`
    /* keep plan */ with held as (
      select from agent_runs where workspace_id = ${db.workspaceId} and id = ${run.id} and lease_token = ${run.token}::uuid for update
    ), saved as (
      update agent_messages set text = ${text}, citations = ${jsonText(citations)}, passages = ${jsonText(passages)},
        document_ids = ${[...documentIds]}::uuid[]
      where workspace_id = ${db.workspaceId} and id = ${run.id} and state = 'running' and exists (select from held)
      returning id
    )
    select pg_notify(${runsChannel}, ${`text ${run.id}`}) from saved`.execute(db.query)
  return rows.length === 1
}
