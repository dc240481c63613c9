import { type RawBuilder, sql } from 'kysely'
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

/** The choice with when it was made, and the providers of the workspace with when they were changed. */
export type SettingRow = ChoiceRow & { readonly chosenAt: string | null; readonly providers: string | null }

/** The same as one value of a query. */
export const settingRow = ({ workspaceId }: WorkspaceDb): RawBuilder<SettingRow> => sql`(
  select jsonb_build_object('chatModels', c.chat_models, 'embeddingModel', c.embedding_model, 'chosenAt', c.updated_at::text,
    'providers', (select string_agg(p.id || ' ' || p.updated_at, ',' order by p.id) from model_providers p
      where p.workspace_id = ${workspaceId}))
  from (select) one left join model_choices c on c.workspace_id = ${workspaceId})`

export async function saveChoiceRow(db: WorkspaceDb, { chatModels, embeddingModel }: ChoiceRow, at: Date): Promise<void> {
  const chosen = { chat_models: chatModels === null ? null : [...chatModels], embedding_model: embeddingModel, updated_at: at }
  await db.query
    .insertInto('model_choices')
    .values({ workspace_id: db.workspaceId, ...chosen })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(chosen))
    .execute()
}
