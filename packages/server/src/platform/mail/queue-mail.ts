import type { Database, SystemDb } from '#platform/database'
import type { Mail } from './compose-mail.ts'
import { insertMail, type MailState, selectMailStates } from './mail-store.ts'

/**
 * Puts a mail into the outbox in the transaction of the caller: it is sent once that has committed, and never after a rollback.
 * @returns the id of the mail
 */
export async function queueMail(db: Pick<SystemDb, 'query'>, newId: () => string, mail: Mail): Promise<string> {
  const id = newId()
  await insertMail(db, id, mail)
  return id
}

/** What became of mails, by id; the ones that are no longer kept are left out. Opens a transaction, so call it outside of one. */
export function findMailStates(database: Pick<Database, 'asSystem'>, ids: readonly string[]): Promise<Map<string, MailState>> {
  if (ids.length === 0) return Promise.resolve(new Map())
  return database.asSystem((db) => selectMailStates(db, ids))
}
