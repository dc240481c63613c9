import type { WorkspaceContext } from '#platform/context'
import type { CandidatePassage } from '../lexical/rank-candidates.ts'
import type { PassageFilter } from '../passage-filter.ts'
import { listReadablePassages } from '../retrieval-store.ts'
import { embedQuestion } from './embed-question.ts'
import type { FindEmbeddingModel, Generation } from './generation.ts'
import { listNearest } from './nearest-store.ts'

/** How many passages each side of a hybrid search offers. */
export const hybridCandidates = 100

/** The nearest passages by their vectors. */
export type NearPassages = {
  /** ordinal → cosine */
  readonly similarities: ReadonlyMap<number, number>
  /** those of them that words did not find */
  readonly passages: readonly CandidatePassage[]
}

/**
 * What is near to the question by its vector, of what the reader may read now; undefined where there are no vectors, or none of
 * the question in time. Two steps, because no transaction waits for a model.
 * @param found ordinals that words have found, whose passages are read already
 */
export async function findNearPassages(
  ctx: WorkspaceContext,
  generation: Generation | undefined,
  request: PassageFilter & { readonly question: string },
  found: readonly { readonly ordinal: number }[],
  findModel: FindEmbeddingModel,
): Promise<NearPassages | undefined> {
  if (!generation || !ctx.app.database.hasVector) return undefined
  const vector = await embedQuestion(ctx, generation, request.question, findModel)
  if (!vector) return undefined
  const known = new Set(found.map(({ ordinal }) => ordinal))
  return ctx.transact(async (db) => {
    const near = await listNearest(db, generation, vector, { limit: hybridCandidates, filter: request })
    const others = near.map(({ ordinal }) => ordinal).filter((ordinal) => !known.has(ordinal))
    const passages = others.length === 0 ? [] : await listReadablePassages(db, others, request)
    return { similarities: new Map(near.map(({ ordinal, similarity }) => [ordinal, similarity])), passages }
  })
}
