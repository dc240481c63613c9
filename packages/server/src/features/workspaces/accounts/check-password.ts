import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { Account } from './account.ts'
import { findAccountById } from './account-store.ts'
import { guardAttempt } from './guard-attempt.ts'
import { hashOfNothing, verifyPassword } from './password-hash.ts'

/** @throws BrainError auth/wrong-credentials, after as much work for an account that is not there or has no password */
export async function assertPassword(account: Account | undefined, password: string): Promise<void> {
  const isRight = await verifyPassword({ hash: account?.passwordHash ?? hashOfNothing, password })
  if (!isRight || !account?.passwordHash)
    throw new BrainError('auth/wrong-credentials', 'The e-mail address or the password is wrong.')
}

/**
 * Asks for the password of who is signed in, before something that their open browser alone should not allow.
 * @throws BrainError auth/wrong-credentials · auth/forbidden where the account has no password · auth/too-many-attempts
 */
export async function checkOwnPassword(
  app: App,
  who: { id: string; email: string; address: string },
  password: string,
): Promise<void> {
  await guardAttempt(app, who, async () => {
    const account = await app.database.asSystem((db) => findAccountById(db, who.id))
    if (account?.passwordHash === null)
      throw new BrainError(
        'auth/forbidden',
        'Your account has no password yet. Ask for a link that sets one on the sign-in page.',
      )
    await assertPassword(account, password)
  })
}
