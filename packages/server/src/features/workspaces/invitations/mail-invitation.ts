import type { App } from '#platform/context'
import { composeMail, queueMail } from '#platform/mail'
import { findSettings } from '../settings-store.ts'
import type { QuotaDb } from '../usage/take-quota.ts'
import { findAccount } from './invitation-store.ts'

/** Puts the mail of an invitation into the outbox, in the language of its reader, else in that of the workspace. */
export async function mailInvitation(
  app: App,
  db: QuotaDb,
  given: { to: string; inviterName: string | null; link: string; expiresAt: Date },
): Promise<string> {
  const { to, ...values } = given
  const { name: workspaceName, language, timeZone } = await findSettings(db)
  const account = await findAccount(db, to)
  const mail = composeMail({
    to,
    language: account?.language ?? language,
    template: 'invitation',
    values: { workspaceName, timeZone, ...values },
  })
  return queueMail(db, app.newId, mail)
}
