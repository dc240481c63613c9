import { createHash } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceContext } from '#platform/context'

interface StoredReply {
  readonly status: number
  readonly reply: unknown
}

// After this time an unfinished first attempt counts as crashed, and the request may run again.
const attemptSeconds = 60

/** What makes two requests the same: account aside, the method, address and body (of an upload its length). */
export function hashRequest(parts: { method: string; url: string; body: unknown; length: string | undefined }): string {
  const content = parts.body === undefined ? `length ${parts.length ?? ''}` : JSON.stringify(parts.body)
  return createHash('sha256').update(`${parts.method}\n${parts.url}\n${content}`).digest('hex')
}

/**
 * Runs `work` once per key: the first reply is kept for a day and given again to whoever repeats the request.
 * A failure is not kept: the repeated request tries again.
 * @throws BrainError idempotency/mismatch where the key came with another request before, idempotency/in-progress while the first runs
 */
export async function once(
  context: WorkspaceContext,
  given: { userId: string; key: string; requestHash: string },
  work: () => Promise<StoredReply>,
): Promise<StoredReply & { isReplay: boolean }> {
  if (given.key.length > 255) throw new BrainError('request/invalid', 'An idempotency key has at most 255 characters.')
  const stored = await claim(context, given)
  if (stored) return { ...stored, isReplay: true }
  try {
    const result = await work()
    await context.transact((db) => keyQuery(db, given, { status: result.status, reply: JSON.stringify(result.reply ?? null) }))
    return { ...result, isReplay: false }
  } catch (error) {
    await context.transact((db) =>
      db.query
        .deleteFrom('idempotency_keys')
        .where('workspace_id', '=', db.workspaceId)
        .where('user_id', '=', given.userId)
        .where('key', '=', given.key)
        .execute(),
    )
    throw error
  }
}

type Db = Parameters<Parameters<WorkspaceContext['transact']>[0]>[0]

const keyQuery = (db: Db, given: { userId: string; key: string }, values: { status: number; reply: string }) =>
  db.query
    .updateTable('idempotency_keys')
    .set(values)
    .where('workspace_id', '=', db.workspaceId)
    .where('user_id', '=', given.userId)
    .where('key', '=', given.key)
    .execute()

async function claim(
  context: WorkspaceContext,
  given: { userId: string; key: string; requestHash: string },
): Promise<StoredReply | undefined> {
  const { userId, key, requestHash } = given
  return context.transact(async (db) => {
    const isOurs = await sql`
      insert into idempotency_keys (workspace_id, user_id, key, request_hash) values (${db.workspaceId}, ${userId}, ${key}, ${requestHash})
      on conflict (workspace_id, user_id, key) do update set created_at = now()
        where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
          and idempotency_keys.created_at < now() - make_interval(secs => ${attemptSeconds})
      returning key`.execute(db.query)
    if (isOurs.rows.length > 0) return undefined
    const row = await db.query
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'status', 'reply'])
      .where('workspace_id', '=', db.workspaceId)
      .where('user_id', '=', userId)
      .where('key', '=', key)
      .executeTakeFirst()
    if (row && row.request_hash !== requestHash)
      throw new BrainError('idempotency/mismatch', 'This idempotency key was used with another request before.')
    if (!row || row.status === null)
      throw new BrainError('idempotency/in-progress', 'The first request with this idempotency key is still being worked on.')
    return { status: row.status, reply: row.reply }
  })
}
