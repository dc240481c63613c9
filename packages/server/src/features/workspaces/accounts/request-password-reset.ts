import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { composeMail, queueMail } from '#platform/mail'
import { findAccountByEmail, findAccountById, lockAccount } from './account-store.ts'
import { countMailedResets, deleteExpiredResets, insertReset, makeResetToken } from './reset-store.ts'

const validForMs = 3_600_000
/** Anybody may ask for mails to any address, so there are few of them. */
const mailsAtOnce = 3

export interface ResetLink {
  readonly link: string
  readonly expiresAt: Date
}

/**
 * Mails a link that sets a new password. Whoever asks learns nothing of it: the reply must not wait for this, as the time that it
 * takes would tell whether there is such an account.
 */
export async function requestPasswordReset(app: App, url: string, given: { email: string }): Promise<void> {
  const now = app.now()
  await app.database.asSystem(async (db) => {
    await deleteExpiredResets(db, now)
    const account = await findAccountByEmail(db, given.email.trim().toLowerCase())
    if (!account || account.disabledAt) return
    if (app.config.oidc?.isOnly && !account.isOperator) return
    await lockAccount(db, account.id)
    if ((await countMailedResets(db, account.id, now)) >= mailsAtOnce) return
    const values = await insertLink(app, db, { url, userId: account.id, madeBy: 'mail', now })
    const mail = composeMail({ to: account.email, language: account.language ?? 'en', template: 'password-reset', values })
    await queueMail(db, app.newId, mail)
  })
}

/**
 * A link that sets a new password, for an operator to hand over where no mail arrives.
 * @throws BrainError user/not-found
 */
export async function makeResetLink(app: App, url: string, userId: string): Promise<ResetLink> {
  const now = app.now()
  return app.database.asSystem(async (db) => {
    if (!(await findAccountById(db, userId))) throw new BrainError('user/not-found', 'There is no such account.')
    return insertLink(app, db, { url, userId, madeBy: 'operator', now })
  })
}

async function insertLink(
  app: App,
  db: SystemDb,
  given: { url: string; userId: string; madeBy: 'mail' | 'operator'; now: Date },
): Promise<ResetLink> {
  const { token, tokenHash } = makeResetToken()
  const expiresAt = new Date(given.now.getTime() + validForMs)
  await insertReset(db, { id: app.newId(), tokenHash, madeBy: given.madeBy, userId: given.userId, expiresAt })
  return { link: `${given.url}/reset-password?token=${token}`, expiresAt }
}
