import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

/** What a workspace chose itself; null where it takes what the installation has. */
export interface ChoiceRow {
  readonly chatModels: readonly string[] | null
  readonly embeddingModel: string | null
}

export function findChoiceRow(db: WorkspaceDb): Promise<ChoiceRow | undefined> {
  return db.query
    .selectFrom('model_choices')
    .select(['chat_models as chatModels', 'embedding_model as embeddingModel'])
    .where('workspace_id', '=', db.workspaceId)
    .executeTakeFirst()
}

/** The choice with when it was made, and the providers of the workspace with when they were changed; in one round trip. */
export async function findSettingRow(
  db: WorkspaceDb,
): Promise<ChoiceRow & { chosenAt: string | null; providers: string | null }> {
  const { rows } = await sql<ChoiceRow & { chosenAt: string | null; providers: string | null }>`
    /* keep plan */ select c.chat_models as "chatModels", c.embedding_model as "embeddingModel", c.updated_at::text as "chosenAt",
      (select string_agg(p.id || ' ' || p.updated_at, ',' order by p.id) from model_providers p
        where p.workspace_id = ${db.workspaceId}) as providers
    from (select) one left join model_choices c on c.workspace_id = ${db.workspaceId}`.execute(db.query)
  return rows[0]!
}

export async function saveChoiceRow(db: WorkspaceDb, { chatModels, embeddingModel }: ChoiceRow, at: Date): Promise<void> {
  const chosen = { chat_models: chatModels === null ? null : [...chatModels], embedding_model: embeddingModel, updated_at: at }
  await db.query
    .insertInto('model_choices')
    .values({ workspace_id: db.workspaceId, ...chosen })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(chosen))
    .execute()
}
