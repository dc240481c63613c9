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

export async function saveChoiceRow(db: WorkspaceDb, { chatModels, embeddingModel }: ChoiceRow, at: Date): Promise<void> {
  const chosen = { chat_models: chatModels === null ? null : [...chatModels], embedding_model: embeddingModel, updated_at: at }
  await db.query
    .insertInto('model_choices')
    .values({ workspace_id: db.workspaceId, ...chosen })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(chosen))
    .execute()
}
