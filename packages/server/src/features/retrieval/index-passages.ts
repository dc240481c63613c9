import type { WorkspaceDb } from '#platform/database'
import { analyzePassage, type IndexedText } from './lexical/analyzer.ts'
import { blockOf, encodePostings, type Posting } from './lexical/posting-block.ts'
import type { BlockRow } from './lexical/score-blocks.ts'
import { addToStatistics, appendBlocks } from './retrieval-store.ts'

/**
 * Adds passages to the index of the workspace, in the transaction that stores them: both commit or neither does.
 * Returns their ordinals, in the order given. Give many passages at once: 200 cost little more than 20.
 */
export async function indexPassages(db: WorkspaceDb, passages: readonly IndexedText[]): Promise<number[]> {
  if (passages.length === 0) return []
  const analyzed = passages.map(analyzePassage)
  const totalLength = analyzed.reduce((sum, { length }) => sum + length, 0)
  const first = await addToStatistics(db, { passages: passages.length, totalLength, ordinals: passages.length })
  const postings = new PostingsByBlock()
  for (const [i, passage] of analyzed.entries()) postings.add(first + i, passage)
  await appendBlocks(db, postings.toRows())
  return passages.map((_, i) => first + i)
}

/** Collects the postings of many passages into one row per term and block. */
export class PostingsByBlock {
  readonly #blocks = new Map<number, Map<string, Posting[]>>()

  add(ordinal: number, { frequencies, length }: { frequencies: ReadonlyMap<string, number>; length: number }): void {
    const block = blockOf(ordinal)
    const terms = this.#blocks.get(block) ?? new Map<string, Posting[]>()
    this.#blocks.set(block, terms)
    for (const [term, frequency] of frequencies) {
      const posting = { ordinal, frequency, length }
      const postings = terms.get(term)
      if (postings === undefined) terms.set(term, [posting])
      else postings.push(posting)
    }
  }

  /** Sorted by term, as the store wants them. */
  toRows(): BlockRow[] {
    const rows: BlockRow[] = []
    for (const [block, terms] of this.#blocks) {
      for (const [term, postings] of terms) {
        rows.push({ term, block, documentFrequency: postings.length, postings: encodePostings(postings) })
      }
    }
    return rows.sort((a, b) => (a.term < b.term ? -1 : a.term > b.term ? 1 : a.block - b.block))
  }
}
