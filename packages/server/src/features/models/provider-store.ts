import type { SystemDb, WorkspaceDb } from '#platform/database'
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

/** @returns false where the workspace has another one of that name */
export async function insertProvider(db: WorkspaceDb, provider: Omit<ProviderRow, 'updatedAt'>, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.query
    .insertInto('model_providers')
    .values({
      workspace_id: db.workspaceId,
      id: provider.id,
      name: provider.name,
      kind: provider.kind,
      base_url: provider.baseUrl,
      sealed_key: provider.sealedKey,
      key_id: provider.keyId,
      key_ending: provider.keyEnding,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function countProviders(db: WorkspaceDb): Promise<number> {
  const { count } = await db.query
    .selectFrom('model_providers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', db.workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

/** @returns the row after the change, or undefined where there is none of that name */
export function updateProviderRow(
  db: WorkspaceDb,
  name: string,
  change: Pick<ProviderRow, 'baseUrl' | 'sealedKey' | 'keyId' | 'keyEnding'>,
  at: Date,
): Promise<ProviderRow | undefined> {
  return db.query
    .updateTable('model_providers')
    .set({
      base_url: change.baseUrl,
      sealed_key: change.sealedKey,
      key_id: change.keyId,
      key_ending: change.keyEnding,
      updated_at: at,
    })
    .where('workspace_id', '=', db.workspaceId)
    .where('name', '=', name)
    .returning(columns)
    .executeTakeFirst()
}

/** @returns whether there was one */
export async function deleteProviderRow(db: WorkspaceDb, name: string): Promise<boolean> {
  const { numDeletedRows } = await db.query
    .deleteFrom('model_providers')
    .where('workspace_id', '=', db.workspaceId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** A sealed key of any workspace. */
export interface SealedKeyRow {
  readonly workspaceId: string
  readonly id: string
  readonly sealedKey: string
  readonly keyId: string
}

/** Keys that were not sealed with the one that is named. */
export async function listKeysSealedOtherwise(db: SystemDb, keyId: string): Promise<SealedKeyRow[]> {
  const rows = await db.query
    .selectFrom('model_providers')
    .select(['workspace_id as workspaceId', 'id', 'sealed_key as sealedKey', 'key_id as keyId'])
    .where('key_id', '<>', keyId)
    .execute()
  return rows.flatMap(({ sealedKey, keyId: by, ...row }) => (sealedKey && by ? [{ ...row, sealedKey, keyId: by }] : []))
}

/** Replaces a sealed key, unless it was changed since it was read. */
export async function replaceSealedKey(db: SystemDb, row: SealedKeyRow, sealed: { text: string; keyId: string }): Promise<void> {
  await db.query
    .updateTable('model_providers')
    .set({ sealed_key: sealed.text, key_id: sealed.keyId })
    .where('workspace_id', '=', row.workspaceId)
    .where('id', '=', row.id)
    .where('sealed_key', '=', row.sealedKey)
    .execute()
}
