import { createHash, randomBytes } from 'node:crypto'
import type { SystemDb } from '#platform/database'

/** Who made a link that sets a password: with the one that was mailed, the address is proven to be theirs. */
type MadeBy = 'mail' | 'operator'

const identifierOf = (tokenHash: string, madeBy: MadeBy) => `password-reset:${madeBy}:${tokenHash}`

/** A token of 256 bits, and what is kept of it. */
export function makeResetToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashResetToken(token) }
}

export const hashResetToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export async function insertReset(
  db: SystemDb,
  row: { id: string; tokenHash: string; madeBy: MadeBy; userId: string; expiresAt: Date },
): Promise<void> {
  const { id, tokenHash, madeBy, userId, expiresAt } = row
  await db.query
    .insertInto('verifications')
    .values({ id, identifier: identifierOf(tokenHash, madeBy), value: userId, expires_at: expiresAt })
    .execute()
}

/** Whose password a token sets; with `isUsed` it is used up, by one of several that come at once. */
export async function findReset(
  db: SystemDb,
  tokenHash: string,
  now: Date,
  options: { isUsed: boolean },
): Promise<{ userId: string; madeBy: MadeBy } | undefined> {
  for (const madeBy of ['mail', 'operator'] as const) {
    const identifier = identifierOf(tokenHash, madeBy)
    const query = options.isUsed
      ? db.query.deleteFrom('verifications').where('identifier', '=', identifier).where('expires_at', '>', now).returning('value')
      : db.query.selectFrom('verifications').where('identifier', '=', identifier).where('expires_at', '>', now).select('value')
    const row = await query.executeTakeFirst()
    if (row) return { userId: row.value, madeBy }
  }
  return undefined
}

export async function countMailedResets(db: SystemDb, userId: string, now: Date): Promise<number> {
  const rows = await db.query
    .selectFrom('verifications')
    .select('id')
    .where('identifier', 'like', 'password-reset:mail:%')
    .where('value', '=', userId)
    .where('expires_at', '>', now)
    .execute()
  return rows.length
}

export async function deleteResetsOf(db: SystemDb, userId: string): Promise<void> {
  await db.query.deleteFrom('verifications').where('identifier', 'like', 'password-reset:%').where('value', '=', userId).execute()
}

export async function deleteExpiredResets(db: SystemDb, now: Date): Promise<void> {
  await db.query
    .deleteFrom('verifications')
    .where('identifier', 'like', 'password-reset:%')
    .where('expires_at', '<', now)
    .execute()
}
