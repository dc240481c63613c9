import { BrainError, type MailView } from '@brain-ai/contract'
import { z } from 'zod'
import type { OutboxCursor, OutboxMail } from '#platform/mail'

/** A mail by the contract. */
export const viewMail = (mail: OutboxMail): MailView => ({
  id: mail.id,
  to: mail.to,
  subject: mail.subject,
  state: mail.state,
  failure: mail.failure,
  attempts: mail.attempts,
  createdAt: mail.createdAt.toISOString(),
  sentAt: mail.sentAt?.toISOString() ?? null,
})

const cursorPattern = /^(\d{1,16})_([0-9a-f-]{36})$/

export const writeMailCursor = ({ micros, id }: OutboxCursor): string => `${micros}_${id}`

/** @throws BrainError request/invalid when it is no cursor of ours */
export function readMailCursor(text: string): OutboxCursor {
  const [, micros, id] = cursorPattern.exec(text) ?? []
  if (micros === undefined || Number(micros) >= 4e15 || !z.uuid().safeParse(id).success)
    throw new BrainError('request/invalid', 'The cursor does not belong to this list; ask for its first page again.')
  return { micros, id: id! }
}
