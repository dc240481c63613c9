import { BrainError, type MailView } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { findOutboxMail, requeueMail } from '#platform/mail'
import { viewMail } from './mail-view.ts'

/** Sends a mail again that failed or was kept. One that waits goes on waiting: its next attempt comes by itself. */
export async function retryMail(app: App, id: string): Promise<MailView> {
  return app.database.asSystem(async (db) => {
    const mail = await findOutboxMail(db, id)
    if (!mail) throw new BrainError('mail/not-found', 'There is no such mail in the outbox.', { mailId: id })
    if (mail.state === 'sent')
      throw new BrainError('mail/already-sent', 'The mail was sent already, and its text is not kept.', { mailId: id })
    if (!app.config.mail)
      throw new BrainError('mail/no-server', 'No mail server is configured (SMTP_URL); hand on the link in the text of the mail.')
    return viewMail((await requeueMail(db, id)) ?? mail)
  })
}
