import type { SystemDb } from '#platform/database'
import type { Account } from './account.ts'

const selectAccounts = (db: SystemDb) =>
  db.query
    .selectFrom('users as user')
    .leftJoin('accounts as account', (join) =>
      join.onRef('account.user_id', '=', 'user.id').on('account.provider_id', '=', 'credential'),
    )
    .select([
      'user.id',
      'user.name',
      'user.email',
      'user.email_verified as isEmailVerified',
      'user.language',
      'user.is_operator as isOperator',
      'user.two_factor_enabled as hasSecondFactor',
      'user.disabled_at as disabledAt',
      'account.password as passwordHash',
    ])

/** @param email in lower case */
export function findAccountByEmail(db: SystemDb, email: string): Promise<Account | undefined> {
  return selectAccounts(db).where('user.email', '=', email).executeTakeFirst()
}

export function findAccountById(db: SystemDb, id: string): Promise<Account | undefined> {
  return selectAccounts(db).where('user.id', '=', id).executeTakeFirst()
}

/** Lets nobody else who does the same go on with an account until the transaction ends. */
export async function lockAccount(db: SystemDb, id: string): Promise<void> {
  await db.query.selectFrom('users').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** Gives an account a password, its first one or another. */
export async function savePassword(
  db: SystemDb,
  given: { userId: string; passwordHash: string; newId: string; now: Date },
): Promise<void> {
  const { userId, passwordHash, newId, now } = given
  const { numUpdatedRows } = await db.query
    .updateTable('accounts')
    .set({ password: passwordHash, updated_at: now })
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await db.query
    .insertInto('accounts')
    .values({ id: newId, user_id: userId, account_id: userId, provider_id: 'credential', password: passwordHash })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password: passwordHash, updated_at: now }),
    )
    .execute()
}

/** Notes that the address of an account is theirs: a mail to it, or a provider, has proven it. */
export async function markEmailVerified(db: SystemDb, userId: string, now: Date): Promise<void> {
  await db.query.updateTable('users').set({ email_verified: true, updated_at: now }).where('id', '=', userId).execute()
}

export async function setSecondFactorEnabled(db: SystemDb, userId: string, isEnabled: boolean, now: Date): Promise<void> {
  await db.query.updateTable('users').set({ two_factor_enabled: isEnabled, updated_at: now }).where('id', '=', userId).execute()
}
