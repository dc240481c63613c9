import type { WorkspaceDb } from '#platform/database'
import { blockOf, blockSize, hasOrdinal, postingBytes } from './lexical/posting-block.ts'
import type { BlockRow } from './lexical/score-blocks.ts'
import { listListsWithReadable } from './retrieval-store.ts'

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
  const foundInBlock = Map.groupBy(
    found.map(({ ordinal }) => ordinal),
    blockOf,
  )
  const isFound = ({ block, postings }: BlockRow) => foundInBlock.get(block)?.some((ordinal) => hasOrdinal(postings, ordinal))
  const isSettled = new Set(rows.filter(isFound).map(({ term }) => term))
  let doubtful = [
    ...Map.groupBy(
      rows.filter(({ term }) => !isSettled.has(term)),
      ({ term }) => term,
    ),
  ]
  // The first few passages of a term nearly always settle it.
  for (const limit of [firstLookedAt, Number.POSITIVE_INFINITY]) {
    if (doubtful.length === 0) return []
    const lists = doubtful.map(([, blocks]) => firstOrdinals(blocks, limit))
    const readable = new Set(await listListsWithReadable(db, lists))
    const isAll = lists.every((list) => list.length < limit)
    doubtful = doubtful.filter((_, i) => !readable.has(i))
    if (isAll) break
  }
  return doubtful.map(([term]) => term)
}

function firstOrdinals(blocks: readonly BlockRow[], limit: number): number[] {
  const ordinals: number[] = []
  for (const { block, postings } of blocks) {
    for (let at = 0; at < postings.length && ordinals.length < limit; at += postingBytes) {
      ordinals.push(block * blockSize + (postings[at]! | (postings[at + 1]! << 8)))
    }
  }
  return ordinals
}
