import type { WorkspaceDb } from '#platform/database'
import { analyzePassage, type IndexedText } from './lexical/analyzer.ts'
import { blockOf, postingBytes, withoutOrdinals } from './lexical/posting-block.ts'
import { addToStatistics, listBlocks, replaceBlocks } from './retrieval-store.ts'
import { deleteEmbeddings } from './vectors/embedding-store.ts'

/** A passage as it was indexed: another title or text would leave postings behind. */
export type IndexedPassage = IndexedText & { readonly ordinal: number }

const batchSize = 1000

/**
 * Takes passages out of the index of the workspace, so that nothing of them is left, not even a word only they had, nor a vector.
 * Runs in the transaction that deletes them.
 */
export async function removePassages(db: WorkspaceDb, passages: readonly IndexedPassage[]): Promise<void> {
  for (let from = 0; from < passages.length; from += batchSize) await removeBatch(db, passages.slice(from, from + batchSize))
}

async function removeBatch(db: WorkspaceDb, passages: readonly IndexedPassage[]): Promise<void> {
  const terms = new Set<string>()
  const ordinals = new Set(passages.map(({ ordinal }) => ordinal))
  let totalLength = 0
  for (const passage of passages) {
    const { frequencies, length } = analyzePassage(passage)
    for (const term of frequencies.keys()) terms.add(term)
    totalLength += length
  }
  await addToStatistics(db, { passages: -passages.length, totalLength: -totalLength, ordinals: 0 })
  const blocks = [...new Set([...ordinals].map(blockOf))]
  const rows = await listBlocks(db, [...terms], blocks)
  await deleteEmbeddings(db, [...ordinals])
  const changed = rows.flatMap((row) => {
    const postings = withoutOrdinals(row.block, row.postings, ordinals)
    if (postings.length === row.postings.length) return []
    return [{ ...row, postings, documentFrequency: postings.length / postingBytes }]
  })
  await replaceBlocks(db, changed)
}
