import { BrainError, type MailView } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { findOutboxMail } from '#platform/mail'
import { viewMail } from './mail-view.ts'

/** One mail with its text, so that an operator can hand on its link; null once it is sent. @throws BrainError mail/not-found */
export async function getMail(app: App, id: string): Promise<MailView & { text: string | null }> {
  const mail = await app.database.asSystem((db) => findOutboxMail(db, id))
  if (!mail) throw new BrainError('mail/not-found', 'There is no such mail in the outbox.', { mailId: id })
  return { ...viewMail(mail), text: mail.text }
}
