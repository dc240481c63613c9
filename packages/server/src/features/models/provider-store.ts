import type { WorkspaceDb } from '#platform/database'
import type { RemoteKind } from '#platform/llm'

/** A provider that a workspace set up, its key still sealed. */
export interface ProviderRow {
  readonly id: string
  readonly name: string
  readonly kind: RemoteKind
  readonly baseUrl: string | null
  readonly sealedKey: string | null
  readonly keyId: string | null
  readonly keyEnding: string | null
  readonly updatedAt: Date
}

const columns = [
  'id',
  'name',
  'kind',
  'base_url as baseUrl',
  'sealed_key as sealedKey',
  'key_id as keyId',
  'key_ending as keyEnding',
  'updated_at as updatedAt',
] as const

export function listProviderRows(db: WorkspaceDb): Promise<ProviderRow[]> {
  return db.query
    .selectFrom('model_providers')
    .select(columns)
    .where('workspace_id', '=', db.workspaceId)
    .orderBy('name')
    .execute()
}

export function findProviderRow(db: WorkspaceDb, name: string): Promise<ProviderRow | undefined> {
  return db.query
    .selectFrom('model_providers')
    .select(columns)
    .where('workspace_id', '=', db.workspaceId)
    .where('name', '=', name)
    .executeTakeFirst()
}
