import type { WorkspaceDb } from '#platform/database'
import { ordinalsOfBlock } from './lexical/posting-block.ts'
import type { BlockRow } from './lexical/score-blocks.ts'
import { listReadableOrdinals } from './retrieval-store.ts'

const firstLookedAt = 200

/**
 * The terms that stand in no passage that may be read now. To the reader they are words that nobody wrote: otherwise a question for
 * a mistyped word would tell, by finding nothing, that a hidden passage holds it.
 * @param found readable passages; the terms in them need no look into the database
 */
export async function findHiddenTerms(
  db: WorkspaceDb,
  rows: readonly BlockRow[],
  found: readonly { readonly ordinal: number }[],
): Promise<string[]> {
  const readable = new Set(found.map(({ ordinal }) => ordinal))
  const isDoubtful = (ordinals: readonly number[]) => !ordinals.some((ordinal) => readable.has(ordinal))
  let doubtful = [...Map.groupBy(rows, ({ term }) => term)]
    .map(([term, blocks]) => ({ term, ordinals: blocks.flatMap(ordinalsOfBlock) }))
    .filter(({ ordinals }) => isDoubtful(ordinals))
  // The first few passages of a term nearly always settle it.
  for (const limit of [firstLookedAt, Number.POSITIVE_INFINITY]) {
    if (doubtful.length === 0) return []
    const asked = doubtful.flatMap(({ ordinals }) => ordinals.slice(0, limit))
    for (const ordinal of await listReadableOrdinals(db, {}, asked)) readable.add(ordinal)
    doubtful = doubtful.filter(({ ordinals }) => isDoubtful(ordinals))
    if (doubtful.every(({ ordinals }) => ordinals.length <= limit)) break
  }
  return doubtful.map(({ term }) => term)
}
