import type { SystemDb } from '#platform/database'

export interface SecondFactorRow {
  /** Sealed. */
  readonly secret: string
  /** As keyed hashes. */
  readonly recoveryCodes: string[]
  readonly confirmedAt: Date | null
}

/** With `forUpdate` nobody else changes it until the transaction ends. */
export function findSecondFactor(db: SystemDb, userId: string, forUpdate = false): Promise<SecondFactorRow | undefined> {
  let query = db.query
    .selectFrom('two_factors')
    .select(['secret', 'recovery_codes as recoveryCodes', 'confirmed_at as confirmedAt'])
    .where('user_id', '=', userId)
  if (forUpdate) query = query.forUpdate()
  return query.executeTakeFirst()
}

/** Begins a second factor, or begins anew with one that was never confirmed. False where one is confirmed already. */
export async function saveUnconfirmed(
  db: SystemDb,
  row: { userId: string; secret: string; recoveryCodes: readonly string[] },
): Promise<boolean> {
  const values = { secret: row.secret, recovery_codes: [...row.recoveryCodes], last_used_step: 0 }
  const { numInsertedOrUpdatedRows } = await db.query
    .insertInto('two_factors')
    .values({ user_id: row.userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values).where('two_factors.confirmed_at', 'is', null))
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function markConfirmed(db: SystemDb, userId: string, now: Date): Promise<void> {
  await db.query.updateTable('two_factors').set({ confirmed_at: now }).where('user_id', '=', userId).execute()
}

/** Uses up the code of a time step and of all before. False where it was used already. */
export async function claimStep(db: SystemDb, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db.query
    .updateTable('two_factors')
    .set({ last_used_step: step })
    .where('user_id', '=', userId)
    .where('last_used_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function saveRecoveryCodes(db: SystemDb, userId: string, recoveryCodes: readonly string[]): Promise<void> {
  await db.query
    .updateTable('two_factors')
    .set({ recovery_codes: [...recoveryCodes] })
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteSecondFactor(db: SystemDb, userId: string): Promise<void> {
  await db.query.deleteFrom('two_factors').where('user_id', '=', userId).execute()
}
