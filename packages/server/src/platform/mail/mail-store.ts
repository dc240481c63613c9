import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import type { Mail } from './compose-mail.ts'

export type MailState = 'waiting' | 'sent' | 'failed' | 'kept'

/** Notified at the commit of whatever puts a mail into the outbox. */
export const wakeChannel = 'mails'

/** Adds only: a workspace may not look into the outbox, not even at what it has put there. */
export async function insertMail(db: Pick<SystemDb, 'query'>, id: string, mail: Mail): Promise<void> {
  await db.query
    .insertInto('mails')
    .values({ id, to_address: mail.to, subject: mail.subject, text: mail.text, html: mail.html })
    .execute()
  await wakeMailers(db)
}

const wakeMailers = (db: Pick<SystemDb, 'query'>) => sql`select pg_notify(${wakeChannel}, '')`.execute(db.query)

export async function selectMailStates(db: SystemDb, ids: readonly string[]): Promise<Map<string, MailState>> {
  const rows = await db.query
    .selectFrom('mails')
    .where('id', 'in', [...ids])
    .select(['id', 'state'])
    .execute()
  return new Map(rows.map(({ id, state }) => [id, state]))
}

export interface ClaimedMail extends Mail {
  readonly id: string
  /** 1 for the first. It also tells this claim from the next one, should its lease have passed. */
  readonly attempt: number
}

/** Takes the mail that is due longest, and leases it: nobody else takes it before the lease has passed. */
export async function claimMail(db: SystemDb, claim: { leaseMs: number; maxAttempts: number }): Promise<ClaimedMail | undefined> {
  const { rows } = await sql<ClaimedMail>`
    update mails set attempts = attempts + 1, next_attempt_at = now() + ${claim.leaseMs}::int * interval '1 ms'
    where id = (
      select id from mails where state = 'waiting' and next_attempt_at <= now() and attempts < ${claim.maxAttempts}
      order by next_attempt_at, id limit 1 for update skip locked
    )
    returning id, to_address as "to", subject, coalesce(text, '') as text, coalesce(html, '') as html, attempts as attempt`.execute(
    db.query,
  )
  return rows[0]
}

const claimed = ({ id, attempt }: ClaimedMail) => sql`id = ${id} and attempts = ${attempt} and state = 'waiting'`

/** The text goes with the sending: its link opens an account or a workspace. */
export async function markSent(db: SystemDb, mail: ClaimedMail): Promise<void> {
  await sql`
    update mails set state = 'sent', sent_at = now(), text = null, html = null, failure = null where ${claimed(mail)}`.execute(
    db.query,
  )
}

/** @param retryMs how long to wait for the next attempt; undefined when there is none */
export async function markFailure(db: SystemDb, mail: ClaimedMail, failure: string, retryMs: number | undefined): Promise<void> {
  await sql`
    update mails set state = ${retryMs === undefined ? 'failed' : 'waiting'}, failure = ${failure},
      next_attempt_at = now() + ${retryMs ?? 0}::int * interval '1 ms'
    where ${claimed(mail)}`.execute(db.query)
}

/** Lets go of a mail whose sending was broken off by a stop; the attempt does not count. */
export async function releaseMail(db: SystemDb, mail: ClaimedMail): Promise<void> {
  await sql`update mails set attempts = attempts - 1, next_attempt_at = now() where ${claimed(mail)}`.execute(db.query)
  await wakeMailers(db)
}

/** Without a mail server nothing waits: operators read the mails and hand on their links. @returns how many */
export async function keepWaiting(db: SystemDb): Promise<number> {
  const kept = await db.query.updateTable('mails').set({ state: 'kept' }).where('state', '=', 'waiting').executeTakeFirst()
  return Number(kept.numUpdatedRows)
}

/** Closes mails whose last attempt ended with its process. @returns how many */
export async function failAbandoned(db: SystemDb, maxAttempts: number): Promise<number> {
  const failed = await sql`
    update mails set state = 'failed', failure = coalesce(failure, 'The sending was broken off each time.')
    where state = 'waiting' and next_attempt_at <= now() and attempts >= ${maxAttempts}`.execute(db.query)
  return Number(failed.numAffectedRows ?? 0)
}

/** Sent mails are forgotten after 30 days. The others hold their text, and with it a link, so they go after 7. */
export async function eraseOld(db: SystemDb): Promise<void> {
  await sql`
    delete from mails where (state = 'sent' and sent_at < now() - interval '30 days')
      or (state in ('kept', 'failed') and created_at < now() - interval '7 days')`.execute(db.query)
}
