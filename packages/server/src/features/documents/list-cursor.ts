import { BrainError } from '@brain-ai/contract'
import { z } from 'zod'

export const documentSorts = ['newest', 'oldest', 'title', 'size'] as const
export type DocumentSort = (typeof documentSorts)[number]

/** Where a page of a list ended: the sort key of its last row, as text, and that row's id. */
export interface ListCursor {
  readonly sort: DocumentSort
  /** Microseconds since 1970 for times, the number of bytes for sizes, the title in lower case for titles. */
  readonly key: string
  readonly id: string
}

const whole = /^\d{1,16}$/
const shape = z
  .tuple([z.enum(documentSorts), z.string().max(300), z.uuid()])
  .refine(([sort, key]) => (sort === 'title' ? !key.includes('\0') : whole.test(key) && Number(key) < 4e15))

/** An opaque text for the address bar and for programs. */
export function writeCursor({ sort, key, id }: ListCursor): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url')
}

/** @throws BrainError request/invalid when it is no cursor of ours, or one of a list in another order */
export function readCursor(text: string, sort: DocumentSort): ListCursor {
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success || parsed.data[0] !== sort)
    throw new BrainError('request/invalid', 'The cursor does not belong to this list; ask for its first page again.')
  const [, key, id] = parsed.data
  return { sort, key, id }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
