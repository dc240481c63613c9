import { BrainError } from '@brain-ai/contract'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'

/** One page of a list of the installation, newest first. */
export interface PageRequest {
  /** Part of a name or an address. */
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Where a page ended: when its last row was made, in microseconds (a Date would lose some, and with them rows), and its id. */
interface PageCursor {
  readonly micros: string
  readonly id: string
}

const shape = z.tuple([z.string().regex(/^\d{1,16}$/), z.string().regex(/^[\w-]{1,64}$/)])

/** Cuts what was read of a page and one row more. */
export function cutPage<T extends PageCursor>(rows: readonly T[], limit: number): { shown: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = last !== undefined && rows.length > limit
  return { shown, nextCursor: hasMore ? Buffer.from(JSON.stringify([last.micros, last.id])).toString('base64url') : null }
}

/** @throws BrainError request/invalid when it is no cursor of ours */
export function readCursor(text: string | undefined): PageCursor | undefined {
  if (text === undefined) return undefined
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success)
    throw new BrainError('request/invalid', 'The cursor does not belong to this list; ask for its first page again.')
  const [micros, id] = parsed.data
  return { micros, id }
}

/** A time as text that survives the trip through a cursor exactly. */
export const microsOf = (column: string) => sql<string>`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint::text`

/** The id as it is ordered by: the same on every database, whatever its language. */
export const idOrder = (column: string) => sql<string>`${sql.ref(column)}::text collate "C"`

/** Whether a row stands behind the end of the page before. */
export const isBehind = (given: { createdAt: string; id: string }, { micros, id }: PageCursor) =>
  sql<SqlBool>`(${sql.ref(given.createdAt)}, ${idOrder(given.id)}) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::text)`

/** Matches what holds the text itself, whatever it holds of `%` and `_`. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
