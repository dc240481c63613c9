import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import { type MailState, wakeChannel } from './mail-store.ts'

/** A mail as operators see it. */
export interface OutboxMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly state: MailState
  readonly failure: string | null
  readonly attempts: number
  readonly createdAt: Date
  readonly sentAt: Date | null
}

/** Where a page ended: microseconds since 1970, and the id. */
export interface OutboxCursor {
  readonly micros: string
  readonly id: string
}

const columns = sql`id, to_address as "to", subject, state, failure, attempts, created_at as "createdAt", sent_at as "sentAt"`

const matching = (q: string | undefined) => {
  if (!q) return sql`true`
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(to_address ilike ${pattern} or subject ilike ${pattern})`
}

/** One page, newest first. */
export async function listOutbox(
  db: SystemDb,
  page: { q: string | undefined; after: OutboxCursor | undefined; limit: number },
): Promise<(OutboxMail & { micros: string })[]> {
  const { after } = page
  const isAfter = after
    ? sql`(created_at, id) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id}::uuid)`
    : sql`true`
  const { rows } = await sql<OutboxMail & { micros: string }>`
    select ${columns}, (extract(epoch from created_at) * 1000000)::bigint::text as micros from mails
    where ${matching(page.q)} and ${isAfter} order by created_at desc, id desc limit ${page.limit}`.execute(db.query)
  return rows
}

export async function countOutbox(db: SystemDb, q: string | undefined): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from mails where ${matching(q)}`.execute(db.query)
  return rows[0]!.total
}

export async function findOutboxMail(db: SystemDb, id: string): Promise<(OutboxMail & { text: string | null }) | undefined> {
  const { rows } = await sql<OutboxMail & { text: string | null }>`
    select ${columns}, text from mails where id = ${id}`.execute(db.query)
  return rows[0]
}

/** Lets a mail that failed or was kept wait again, all its attempts before it. @returns undefined when it is in another state */
export async function requeueMail(db: SystemDb, id: string): Promise<OutboxMail | undefined> {
  const { rows } = await sql<OutboxMail>`
    update mails set state = 'waiting', attempts = 0, next_attempt_at = now(), failure = null
    where id = ${id} and state in ('failed', 'kept') returning ${columns}`.execute(db.query)
  if (rows[0]) await sql`select pg_notify(${wakeChannel}, '')`.execute(db.query)
  return rows[0]
}
