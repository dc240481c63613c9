import { type SqlBool, sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import { containing, idOrder, isBehind, microsOf, type PageRequest, readCursor } from './page-cursor.ts'

/** An account from outside: who it is, never what they read or wrote. */
export interface InstanceUserRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isOperator: boolean
  readonly hasSecondFactor: boolean
  readonly isDisabled: boolean
  readonly workspaces: number
  readonly sessions: number
  readonly createdAt: Date
  readonly lastSeenAt: Date | null
  readonly micros: string
}

const selectUsers = (db: SystemDb, now: Date) =>
  db.query.selectFrom('users as u').select([
    'u.id',
    'u.name',
    'u.email',
    'u.is_operator as isOperator',
    'u.two_factor_enabled as hasSecondFactor',
    sql<boolean>`u.disabled_at is not null`.as('isDisabled'),
    sql<number>`(select count(*)::int from workspace_members m join workspaces w on w.id = m.workspace_id
        where m.user_id = u.id and w.status <> 'cancelled')`.as('workspaces'),
    sql<number>`(select count(*)::int from sessions s where s.user_id = u.id and s.expires_at > ${now})`.as('sessions'),
    sql<Date | null>`(select max(s.updated_at) from sessions s where s.user_id = u.id)`.as('lastSeenAt'),
    'u.created_at as createdAt',
    microsOf('u.created_at').as('micros'),
  ])

const matching = (q: string) => sql<SqlBool>`(u.name ilike ${containing(q)} or u.email ilike ${containing(q)})`

/** A page of accounts and one more, newest first. */
export async function listUserRows(db: SystemDb, { q, cursor, limit }: PageRequest, now: Date): Promise<InstanceUserRow[]> {
  const after = readCursor(cursor)
  let query = selectUsers(db, now)
  if (q) query = query.where(matching(q))
  if (after) query = query.where(isBehind({ createdAt: 'u.created_at', id: 'u.id' }, after))
  return query
    .orderBy('u.created_at', 'desc')
    .orderBy(idOrder('u.id'), 'desc')
    .limit(limit + 1)
    .execute()
}

export async function countUsers(db: SystemDb, q: string | undefined): Promise<number> {
  let query = db.query.selectFrom('users as u').select(sql<number>`count(*)::int`.as('total'))
  if (q) query = query.where(matching(q))
  return (await query.executeTakeFirstOrThrow()).total
}

export function findUserRow(db: SystemDb, id: string, now: Date): Promise<InstanceUserRow | undefined> {
  return selectUsers(db, now).where('u.id', '=', id).executeTakeFirst()
}

/** The operators whose accounts are not disabled. They stay as they are until the transaction ends. */
export async function lockOperators(db: SystemDb): Promise<string[]> {
  const rows = await db.query
    .selectFrom('users')
    .select('id')
    .where('is_operator', '=', true)
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

export async function updateAccount(
  db: SystemDb,
  id: string,
  change: { is_operator?: boolean; disabled_at?: Date | null; two_factor_enabled?: false },
  at: Date,
): Promise<void> {
  await db.query
    .updateTable('users')
    .set({ ...change, updated_at: at })
    .where('id', '=', id)
    .execute()
}

/** In every workspace. */
export async function revokeKeysOf(db: SystemDb, userId: string, at: Date): Promise<void> {
  await db.query
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
}
