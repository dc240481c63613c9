import { getModelChoice } from '#models'
import type { App, WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job } from '#platform/jobs'
import { lockStatistics } from '../retrieval-store.ts'
import type { GenerationState } from './generation.ts'
import { insertGeneration, listGenerations, listLivingIds, lockSettings } from './generation-store.ts'
import { embedPassagesKind } from './job-kinds.ts'
import { retire, stopRuns } from './switch-generation.ts'

/** States of a generation beside the active one. */
export const comingStates = ['building', 'ready', 'failed'] as const satisfies GenerationState[]

/**
 * Brings the generations in step with the model that the workspace uses now: another model begins one of its own, and questions are
 * answered by the one before until it is complete; without a model the vectors go. Then lets each look for passages without a vector.
 */
export async function wakeGenerations(ctx: WorkspaceContext, job: Job): Promise<void> {
  const { embeddingModel } = await getModelChoice(ctx)
  const wanted = ctx.app.database.hasVector ? embeddingModel : undefined
  await job.finish(async (db) => {
    await lockSettings(db)
    const generations = await listGenerations(db)
    const active = generations.find(({ state }) => state === 'active')
    const coming = generations.find(({ state }) => state !== 'active')
    if (wanted === undefined) await endGenerations(db, [...comingStates, 'active'])
    else if (coming && coming.model !== wanted) {
      if (active?.model === wanted) await endGenerations(db, comingStates)
      else await beginGeneration(ctx.app, db, wanted)
    } else if (!coming && active?.model !== wanted) await beginGeneration(ctx.app, db, wanted)
    for (const generationId of await listLivingIds(db)) {
      await enqueue(db, embedPassagesKind, { generationId }, { dedupeKey: generationId })
    }
  })
}

/** Begins a generation in the place of one that is being built. The caller has locked the settings. */
export async function beginGeneration(app: App, db: WorkspaceDb, model: string): Promise<void> {
  await endGenerations(db, comingStates)
  const id = app.newId()
  await insertGeneration(db, { id, model })
  await enqueue(db, embedPassagesKind, { generationId: id }, { dedupeKey: id })
}

export async function endGenerations(db: WorkspaceDb, states: readonly GenerationState[]): Promise<void> {
  await stopRuns(db, states)
  await lockStatistics(db)
  await retire(db, states)
}
