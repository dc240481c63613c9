import { BrainError, type InstanceUser } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { announceEnded } from '../accounts/revocations.ts'
import { deleteSecondFactor } from '../accounts/second-factor-store.ts'
import { deleteSessionsOf } from '../accounts/session-store.ts'
import { findUserRow, lockOperators, revokeKeysOf, updateAccount } from './instance-user-store.ts'
import { viewUser } from './list-users.ts'

export interface AccountChange {
  readonly isOperator?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  readonly hasSecondFactor?: false | undefined
}

/**
 * Changes an account as who runs the installation. Disabling it ends its sessions and API keys for good: whoever had them does not
 * have them again when the account is enabled.
 * @throws BrainError user/not-found · user/last-operator · auth/forbidden for disabling oneself
 */
export async function changeUser(app: App, given: { by: string; id: string }, change: AccountChange): Promise<InstanceUser> {
  const { by, id } = given
  const now = app.now()
  return app.database.asSystem(async (db) => {
    const operators = await lockOperators(db)
    const before = await findUserRow(db, id, now)
    if (!before) throw new BrainError('user/not-found', 'There is no such account.')
    if (change.isDisabled && id === by) throw new BrainError('auth/forbidden', 'You cannot disable your own account.')
    const stopsRunning = change.isDisabled === true || change.isOperator === false
    if (stopsRunning && operators.length === 1 && operators[0] === id)
      throw new BrainError('user/last-operator', 'They are the only one left who runs this installation.')

    if (!operators.includes(by)) throw new BrainError('auth/forbidden', 'Only those who run this installation may do that.')
    await updateAccount(
      db,
      id,
      {
        ...(change.isOperator !== undefined && { is_operator: change.isOperator }),
        ...(change.isDisabled !== undefined &&
          change.isDisabled !== before.isDisabled && { disabled_at: change.isDisabled ? now : null }),
        ...(change.hasSecondFactor === false && { two_factor_enabled: false }),
      },
      now,
    )
    if (change.hasSecondFactor === false) await deleteSecondFactor(db, id)
    if (change.isDisabled) await endEverything(db, id, now)
    return viewUser((await findUserRow(db, id, now))!)
  })
}

async function endEverything(db: SystemDb, userId: string, now: Date): Promise<void> {
  await deleteSessionsOf(db, userId)
  await revokeKeysOf(db, userId, now)
  await announceEnded(db, { userId })
}
