import { raiseCorpusVersion } from '#documents'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, requestCancel } from '#platform/jobs'
import { lockStatistics } from '../retrieval-store.ts'
import { listUnembedded } from './embedding-store.ts'
import { chooseIndex, type GenerationState } from './generation.ts'
import { changeState, findGeneration, listGenerations } from './generation-store.ts'
import { embedPassagesKind, indexVectorsKind, removeGenerationKind } from './job-kinds.ts'

/**
 * Lets a generation that has a vector for every searched passage take the place of the active one, in the transaction of the caller;
 * a large one once its index is built.
 * @returns false when passages have come meanwhile, so that it is not complete
 */
export async function completeGeneration(db: WorkspaceDb, engine: 'embedded' | 'native', id: string): Promise<boolean> {
  // Whoever lets a passage be searched takes this lock first, so none comes between the look and the switch.
  await lockStatistics(db)
  const generation = await findGeneration(db, id)
  if (!generation) return true
  if ((await listUnembedded(db, id, generation.completeTo, 1)).length > 0) return false
  const wanted = chooseIndex(engine, generation.embedded, generation.dimensions ?? 0)
  if (wanted !== undefined && generation.indexKind === null) {
    await changeState(db, ['building'], 'ready', id)
    await enqueue(db, indexVectorsKind, { generationId: id }, { dedupeKey: id })
    return true
  }
  if (generation.state !== 'building' && generation.state !== 'ready') return true
  await retire(db, ['active'])
  await changeState(db, ['building', 'ready'], 'active', id)
  await raiseCorpusVersion(db)
  return true
}

/**
 * Stops the runs that work for generations in these states. To be called before any lock is taken: a run that ends just now, and
 * waits for that lock, is waited for here.
 */
export async function stopRuns(db: WorkspaceDb, states: readonly GenerationState[]): Promise<void> {
  const generations = await listGenerations(db)
  for (const { id } of generations.filter(({ state }) => states.includes(state))) {
    await requestCancel(db, embedPassagesKind, id)
    await requestCancel(db, indexVectorsKind, id)
  }
}

/** Generations in these states end: nothing finds by them from the commit on, and a job removes their vectors. */
export async function retire(db: WorkspaceDb, states: readonly GenerationState[]): Promise<void> {
  const retired = await changeState(db, states, 'retired')
  for (const generationId of retired) await enqueue(db, removeGenerationKind, { generationId }, { dedupeKey: generationId })
  if (retired.length > 0 && states.includes('active')) await raiseCorpusVersion(db)
}
