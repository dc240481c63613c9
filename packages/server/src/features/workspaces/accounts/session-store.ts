import type { SystemDb } from '#platform/database'

export interface SessionRow {
  readonly id: string
  readonly userAgent: string | null
  readonly address: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

/** The sessions of a user that are not over, the one used last first. */
export function listSessions(db: SystemDb, userId: string, now: Date): Promise<SessionRow[]> {
  return db.query
    .selectFrom('sessions')
    .select([
      'id',
      'user_agent as userAgent',
      'ip_address as address',
      'created_at as createdAt',
      'updated_at as lastSeenAt',
      'expires_at as expiresAt',
    ])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .execute()
}

/** False where the user has no such session. */
export async function deleteSession(db: SystemDb, session: { id: string; userId: string }): Promise<boolean> {
  const { numDeletedRows } = await db.query
    .deleteFrom('sessions')
    .where('id', '=', session.id)
    .where('user_id', '=', session.userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Ends the sessions of a user, all of them or all but one; gives the ids of those that ended. */
export async function deleteSessionsOf(db: SystemDb, userId: string, keptId?: string): Promise<string[]> {
  let query = db.query.deleteFrom('sessions').where('user_id', '=', userId).returning('id')
  if (keptId !== undefined) query = query.where('id', '!=', keptId)
  return (await query.execute()).map(({ id }) => id)
}

/** Notes that a session is in use, unless that was noted since. */
export async function touchSession(db: SystemDb, id: string, now: Date, unlessSince: Date): Promise<void> {
  await db.query
    .updateTable('sessions')
    .set({ updated_at: now })
    .where('id', '=', id)
    .where('updated_at', '<', unlessSince)
    .execute()
}

/** Which of the sessions and keys open nothing any more. */
export async function findEnded(
  db: SystemDb,
  asked: { sessionIds: readonly string[]; keyIds: readonly string[] },
  now: Date,
): Promise<Set<string>> {
  const over = new Set([...asked.sessionIds, ...asked.keyIds])
  if (asked.sessionIds.length > 0) {
    const alive = await db.query
      .selectFrom('sessions as session')
      .innerJoin('users as user', 'user.id', 'session.user_id')
      .select('session.id')
      .where('session.id', 'in', [...asked.sessionIds])
      .where('session.expires_at', '>', now)
      .where('user.disabled_at', 'is', null)
      .execute()
    for (const { id } of alive) over.delete(id)
  }
  if (asked.keyIds.length > 0) {
    const alive = await db.query
      .selectFrom('api_keys as key')
      .innerJoin('users as user', 'user.id', 'key.user_id')
      .select('key.id')
      .where('key.id', 'in', [...asked.keyIds])
      .where('key.revoked_at', 'is', null)
      .where((is) => is.or([is('key.expires_at', 'is', null), is('key.expires_at', '>', now)]))
      .where('user.disabled_at', 'is', null)
      .execute()
    for (const { id } of alive) over.delete(id)
  }
  return over
}
