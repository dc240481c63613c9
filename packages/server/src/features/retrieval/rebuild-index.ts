import type { WorkspaceDb } from '#platform/database'
import { PostingsByBlock } from './index-passages.ts'
import { analyzePassage } from './lexical/analyzer.ts'
import { addToStatistics, appendBlocks, deleteAllBlocks, listPassagesAfter, setStatistics } from './retrieval-store.ts'

const batchSize = 500

/** Makes the index of the workspace anew from its passages, which keep their ordinals; one transaction. */
export async function rebuildIndex(db: WorkspaceDb): Promise<{ passages: number }> {
  await addToStatistics(db, { passages: 0, totalLength: 0, ordinals: 0 })
  await deleteAllBlocks(db)
  const counted = { passages: 0, totalLength: 0 }
  let last = -1
  for (;;) {
    const passages = await listPassagesAfter(db, last, batchSize)
    if (passages.length === 0) break
    const postings = new PostingsByBlock()
    for (const passage of passages) {
      const analyzed = analyzePassage(passage)
      postings.add(passage.ordinal, analyzed)
      counted.passages++
      counted.totalLength += analyzed.length
      last = passage.ordinal
    }
    await appendBlocks(db, postings.toRows())
  }
  await setStatistics(db, counted)
  return { passages: counted.passages }
}
