import { BrainError, type GenerationView, type SearchSettingsView } from '@brain-ai/contract'
import { raiseCorpusVersion } from '#documents'
import { getModelChoice } from '#models'
import type { WorkspaceContext } from '#platform/context'
import { enqueue, requestCancel } from '#platform/jobs'
import { beginGeneration, comingStates, endGenerations } from './begin-generation.ts'
import type { Generation } from './generation.ts'
import {
  clearFailures,
  findSettings,
  listGenerations,
  listStandingStill,
  lockSettings,
  type SearchSettings,
  saveSettings,
  setFailure,
} from './generation-store.ts'
import { embedPassagesKind } from './job-kinds.ts'
import { stopRuns } from './switch-generation.ts'

export type SearchSettingsChange = { readonly [K in keyof SearchSettings]?: SearchSettings[K] | undefined }

/** How the workspace searches, and how far the vectors of its passages are. */
export async function getSearchSettings(ctx: WorkspaceContext): Promise<SearchSettingsView> {
  const { embeddingModel } = await getModelChoice(ctx)
  const { settings, generations } = await ctx.transact(async (db) => ({
    settings: (await findSettings(db)).settings,
    generations: await listGenerations(db),
  }))
  const active = generations.find(({ state }) => state === 'active')
  const coming = generations.find(({ state }) => state !== 'active')
  return {
    ...settings,
    embeddingModel: embeddingModel ?? null,
    hasVectors: ctx.app.database.hasVector,
    active: active ? viewGeneration(active) : null,
    coming: coming ? viewGeneration(coming) : null,
  }
}

/** Holds for the next search. */
export async function updateSearchSettings(ctx: WorkspaceContext, change: SearchSettingsChange): Promise<SearchSettingsView> {
  await ctx.transact(async (db) => {
    await lockSettings(db)
    await saveSettings(db, change)
    await raiseCorpusVersion(db)
  })
  return getSearchSettings(ctx)
}

/**
 * Makes all vectors anew with the model that is chosen, as after its provider has changed it.
 * @throws BrainError search/no-vectors · model/not-configured
 */
export async function rebuildVectors(ctx: WorkspaceContext): Promise<SearchSettingsView> {
  const { embeddingModel } = await getModelChoice(ctx)
  if (embeddingModel === undefined) throw new BrainError('model/not-configured', 'No model is chosen that could make vectors.')
  if (!ctx.app.database.hasVector)
    throw new BrainError('search/no-vectors', 'The database has no pgvector. Who runs the installation can add it.')
  await ctx.transact(async (db) => {
    await lockSettings(db)
    await beginGeneration(ctx.app, db, embeddingModel)
  })
  return getSearchSettings(ctx)
}

/** Stops what is being built; what was made stays, to go on from there. What is made anew with the same model is given up at once. */
export async function cancelGeneration(ctx: WorkspaceContext): Promise<SearchSettingsView> {
  await ctx.transact(async (db) => {
    await lockSettings(db)
    const generations = await listGenerations(db)
    const active = generations.find(({ state }) => state === 'active')
    const coming = generations.find(({ state }) => state !== 'active')
    if (!coming) return
    if (coming.model === active?.model) return endGenerations(db, comingStates)
    await stopRuns(db, ['building', 'ready'])
    await setFailure(db, coming.id, { code: 'search/stopped', message: 'Somebody stopped it.' }, null)
  })
  return getSearchSettings(ctx)
}

/** Goes on with what stands still, from where it stopped. */
export async function retryGenerations(ctx: WorkspaceContext): Promise<SearchSettingsView> {
  await ctx.transact(async (db) => {
    for (const generationId of await listStandingStill(db)) {
      // In this order: a run that ends just now is waited for before the row that it writes is. One that waits for its time goes first.
      await requestCancel(db, embedPassagesKind, generationId)
      await enqueue(db, embedPassagesKind, { generationId }, { dedupeKey: generationId })
    }
    await clearFailures(db)
  })
  return getSearchSettings(ctx)
}

function viewGeneration(generation: Generation): GenerationView {
  const { id, model, dimensions, state, embedded, passages, failureCode, failureMessage, retryAt, createdAt, activatedAt } =
    generation
  if (state === 'retired') throw new Error('A retired generation is not shown.')
  return {
    id,
    model,
    dimensions,
    state,
    embedded,
    // Documents come while it is built: what is counted is never more than all.
    passages: Math.max(passages, embedded),
    failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? '' },
    retryAt: retryAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    activatedAt: activatedAt?.toISOString() ?? null,
  }
}
