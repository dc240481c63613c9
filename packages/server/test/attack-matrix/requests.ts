import type { Ids, Parts } from './entry.ts'
import type { MatrixRoute } from './routes.ts'
import type { Received } from './send.ts'

export interface Request {
  /** The same one for other ids has the same place. */
  readonly index: number
  readonly parts: Parts
  readonly asEvents: boolean
}

let words = 0

/** All ways to ask a route for these ids: wherever an id can stand, and as events where it can stream. */
export function listRequests({ spec, entry }: MatrixRoute, ids: Ids): Request[] {
  const built = entry.build(ids, `zzword${String(++words).padStart(6, '0')}`)
  const all = Array.isArray(built) ? (built as Parts[]) : [built as Parts]
  return all
    .flatMap((parts) =>
      spec.events
        ? [
            { parts, asEvents: false },
            { parts, asEvents: true },
          ]
        : [{ parts, asEvents: false }],
    )
    .map((request, index) => ({ ...request, index }))
}

/** Which of the words stand anywhere in a reply, whatever their case. */
export function canariesIn({ text }: Received, words: readonly string[]): string[] {
  const lower = text.toLowerCase()
  return words.filter((word) => lower.includes(word))
}
