import type { WorkspaceDb } from '#platform/database'

/** What a workspace chose itself; null where it takes what the installation has. */
export interface ChoiceRow {
  readonly chatModels: readonly string[] | null
  readonly embeddingModel: string | null
}

export async function findChoiceRow(db: WorkspaceDb): Promise<ChoiceRow | undefined> {
  return db.query
    .selectFrom('model_choices')
    .select(['chat_models as chatModels', 'embedding_model as embeddingModel'])
    .where('workspace_id', '=', db.workspaceId)
    .executeTakeFirst()
}
