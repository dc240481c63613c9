import type { SystemDb, WorkspaceDb } from '#platform/database'

/** A key as lists show it: never its secret, nor the hash of it. */
export interface KeyRow {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly scopes: string[]
  readonly userId: string
  readonly userName: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** A key that may still open something, with its member. */
export interface LiveKey {
  readonly id: string
  readonly workspaceId: string
  readonly secretHash: Buffer
  readonly scopes: string[]
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'de' | null
  readonly isOperator: boolean
  readonly hasSecondFactor: boolean
}

/** Undefined also for a revoked key, for one of a disabled account, and for one of somebody who is no member any more. */
export function findLiveKey(db: SystemDb, id: string): Promise<LiveKey | undefined> {
  return db.query
    .selectFrom('api_keys as key')
    .innerJoin('users as user', 'user.id', 'key.user_id')
    .innerJoin('workspace_members as member', (join) =>
      join.onRef('member.workspace_id', '=', 'key.workspace_id').onRef('member.user_id', '=', 'key.user_id'),
    )
    .select([
      'key.id',
      'key.workspace_id as workspaceId',
      'key.secret_hash as secretHash',
      'key.scopes',
      'key.expires_at as expiresAt',
      'key.last_used_at as lastUsedAt',
      'user.id as userId',
      'user.name',
      'user.email',
      'user.language',
      'user.is_operator as isOperator',
      'user.two_factor_enabled as hasSecondFactor',
    ])
    .where('key.id', '=', id)
    .where('key.revoked_at', 'is', null)
    .where('user.disabled_at', 'is', null)
    .executeTakeFirst()
}

/** Unless another process has just done so. */
export async function recordKeyUse(db: SystemDb, id: string, usedAt: Date, unlessSince: Date): Promise<void> {
  await db.query
    .updateTable('api_keys')
    .set({ last_used_at: usedAt })
    .where('id', '=', id)
    .where((or) => or.or([or('last_used_at', 'is', null), or('last_used_at', '<', unlessSince)]))
    .execute()
}

/** Whether somebody is still a member; no other transaction makes a key for them before this one ends. */
export async function lockMember(db: WorkspaceDb, userId: string): Promise<boolean> {
  const row = await db.query
    .selectFrom('workspace_members')
    .select('user_id')
    .where('workspace_id', '=', db.workspaceId)
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function countKeys(db: WorkspaceDb, userId: string): Promise<number> {
  const { count } = await db.query
    .selectFrom('api_keys')
    .select((of) => of.fn.countAll<string>().as('count'))
    .where('workspace_id', '=', db.workspaceId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertKey(
  db: WorkspaceDb,
  row: {
    id: string
    user_id: string
    name: string
    prefix: string
    secret_hash: Buffer
    scopes: string[]
    expires_at: Date | null
    created_at: Date
  },
): Promise<void> {
  await db.query
    .insertInto('api_keys')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
}

/** Newest first. @param filter.userId undefined for the keys of every member */
export function listKeyRows(
  db: WorkspaceDb,
  filter: { userId?: string | undefined; id?: string; revokedSince: Date },
): Promise<KeyRow[]> {
  let query = db.query
    .selectFrom('api_keys as key')
    .innerJoin('users as user', 'user.id', 'key.user_id')
    .select([
      'key.id',
      'key.name',
      'key.prefix',
      'key.scopes',
      'user.id as userId',
      'user.name as userName',
      'key.created_at as createdAt',
      'key.last_used_at as lastUsedAt',
      'key.expires_at as expiresAt',
      'key.revoked_at as revokedAt',
    ])
    .where('key.workspace_id', '=', db.workspaceId)
    .where((or) => or.or([or('key.revoked_at', 'is', null), or('key.revoked_at', '>', filter.revokedSince)]))
    .orderBy('key.created_at', 'desc')
    .orderBy('key.id')
  if (filter.userId !== undefined) query = query.where('key.user_id', '=', filter.userId)
  if (filter.id !== undefined) query = query.where('key.id', '=', filter.id)
  return query.execute()
}

/** Whose key it is, and when it was revoked; the row stays locked. */
export function findKeyForRevoking(db: WorkspaceDb, id: string): Promise<{ userId: string; revokedAt: Date | null } | undefined> {
  return db.query
    .selectFrom('api_keys')
    .select(['user_id as userId', 'revoked_at as revokedAt'])
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function markKeyRevoked(db: WorkspaceDb, id: string, revokedAt: Date): Promise<void> {
  await db.query
    .updateTable('api_keys')
    .set({ revoked_at: revokedAt })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}
