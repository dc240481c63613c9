import type { SystemDb } from '#platform/database'
import type { Attempts } from './attempt-rules.ts'

const deletedAtOnce = 500

/** The attempts under each key, in the order asked; nobody else changes them until the transaction ends. */
export async function lockAttempts(db: SystemDb, keys: readonly Buffer[], now: Date): Promise<Attempts[]> {
  // Everybody locks in the same order, so that two who share a key wait instead of locking each other out.
  const sorted = [...keys].sort(Buffer.compare)
  const nothing = { failures: 0, blocked_until: now, counted_from: now }
  await db.query
    .insertInto('sign_in_attempts')
    .values(sorted.map((key) => ({ key, ...nothing })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const rows = await db.query
    .selectFrom('sign_in_attempts')
    .select(['key', 'failures', 'blocked_until as blockedUntil', 'counted_from as countedFrom'])
    .where('key', 'in', sorted)
    .orderBy('key')
    .forUpdate()
    .execute()
  return keys.map((wanted) => rows.find(({ key }) => wanted.equals(key))!)
}

export async function saveAttempts(db: SystemDb, key: Buffer, attempts: Attempts): Promise<void> {
  await db.query
    .updateTable('sign_in_attempts')
    .set({ failures: attempts.failures, blocked_until: attempts.blockedUntil, counted_from: attempts.countedFrom })
    .where('key', '=', key)
    .execute()
}

export async function deleteAttempts(db: SystemDb, key: Buffer): Promise<void> {
  await db.query.deleteFrom('sign_in_attempts').where('key', '=', key).execute()
}

/** Deletes some of those that count for nothing any more, past whatever somebody is changing. */
export async function deleteOldAttempts(db: SystemDb, before: Date): Promise<void> {
  await db.query
    .deleteFrom('sign_in_attempts')
    .where('key', 'in', (old) =>
      old
        .selectFrom('sign_in_attempts')
        .select('key')
        .where('counted_from', '<', before)
        .where('blocked_until', '<', before)
        .limit(deletedAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}
