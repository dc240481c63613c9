import type { WorkspaceContext } from '#platform/context'
import type { RetrievedPassage } from '#retrieval'
import type { AnswerRecord } from './answer-record.ts'
import { listPassagesById } from './record-store.ts'

/** The passages of a record in their order, as far as they are there and may be read now. */
export async function recordedPassages(ctx: WorkspaceContext, record: AnswerRecord): Promise<RetrievedPassage[]> {
  const ids = record.passages.map(({ passageId }) => passageId)
  const known = new Map((await ctx.transact((db) => listPassagesById(db, ids))).map((passage) => [passage.passageId, passage]))
  return record.passages.flatMap(({ passageId, score, bm25 }) => {
    const passage = known.get(passageId)
    return passage ? [{ ...passage, score, bm25: bm25 ?? 0, gramCoverage: 0 }] : []
  })
}
