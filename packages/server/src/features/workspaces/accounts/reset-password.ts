import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { findAccountById, markEmailVerified, savePassword } from './account-store.ts'
import { forgetAttempts } from './guard-attempt.ts'
import { hashPassword } from './password-hash.ts'
import { deleteResetsOf, findReset, hashResetToken } from './reset-store.ts'
import { announceEnded } from './revocations.ts'
import { deleteSessionsOf } from './session-store.ts'

/**
 * Sets the password of whoever has the link, once, and ends all their sessions. A second factor stays: a mailbox alone is not both.
 * @throws BrainError auth/link-invalid for a link that is unknown, too old, or was used
 */
export async function resetPassword(app: App, given: { token: string; newPassword: string }): Promise<void> {
  const tokenHash = hashResetToken(given.token)
  // Hashing a password is slow on purpose, so it is done for the holder of a link only, and outside of the transaction.
  const isKnown = await app.database.asSystem((db) => findReset(db, tokenHash, app.now(), { isUsed: false }))
  if (!isKnown) throw invalid()
  const passwordHash = await hashPassword(given.newPassword)
  const now = app.now()
  await app.database.asSystem(async (db) => {
    const reset = await findReset(db, tokenHash, now, { isUsed: true })
    const account = reset && (await findAccountById(db, reset.userId))
    if (!account || account.disabledAt) throw invalid()
    await savePassword(db, { userId: account.id, passwordHash, newId: app.newId(), now })
    if (reset.madeBy === 'mail') await markEmailVerified(db, account.id, now)
    await deleteResetsOf(db, account.id)
    await deleteSessionsOf(db, account.id)
    await forgetAttempts(db, account.email)
    await announceEnded(db, { userId: account.id })
  })
}

const invalid = () =>
  new BrainError('auth/link-invalid', 'This link is not valid any more. Ask for another one on the sign-in page.')
