import { findCorpusVersion } from '#documents'
import type { App, WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { areAllReadable } from './retrieval-store.ts'
import type { Generation } from './vectors/generation.ts'
import { findSettings, type SearchSettings } from './vectors/generation-store.ts'

/** What a search needs to know of its workspace besides the index, as it is in one version of the corpus. */
export interface SearchState {
  readonly version: number
  readonly settings: SearchSettings
  readonly active: Generation | undefined
  /** `yes`: every passage of the index may be read by every member. */
  readonly areAllReadable: 'unknown' | 'being looked at' | 'yes' | 'no'
}

// Belongs to the app it was made for and goes with it.
const states = new WeakMap<App, Map<string, SearchState>>()

const statesOf = (app: App): Map<string, SearchState> => states.getOrInsertComputed(app, () => new Map())

/** The state in this version, which the caller has read in the same transaction. */
export async function findSearchState(app: App, db: WorkspaceDb, version: number): Promise<SearchState> {
  const known = statesOf(app).get(db.workspaceId)
  if (known?.version === version) return known
  const state: SearchState = { version, ...(await findSettings(db)), areAllReadable: 'unknown' }
  statesOf(app).set(db.workspaceId, state)
  return state
}

/**
 * Looks once for each version whether anything is hidden from anybody: where nothing is, searches count without asking for each
 * passage. Only for a version that was there for an earlier search, so that an import is not looked at document by document.
 */
export async function learnWhatIsReadable(ctx: WorkspaceContext, used: SearchState): Promise<void> {
  const { app, workspaceId } = ctx
  const known = statesOf(app)
  if (known.get(workspaceId) !== used || used.areAllReadable !== 'unknown') return
  if (!isLasting.has(used)) return void isLasting.add(used)
  const looking: SearchState = { ...used, areAllReadable: 'being looked at' }
  known.set(workspaceId, looking)
  const areAll = await app.database.transact(
    workspaceId,
    async (db) => (await areAllReadable(db)) && (await findCorpusVersion(db)) === used.version,
    { reader: 'product' },
  )
  if (known.get(workspaceId) === looking) known.set(workspaceId, { ...used, areAllReadable: areAll ? 'yes' : 'no' })
}

/** States that a search has used before. */
const isLasting = new WeakSet<SearchState>()
