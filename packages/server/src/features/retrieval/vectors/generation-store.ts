import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { JobFailure } from '#platform/jobs'
import { type Generation, type GenerationState, type IndexKind, livingStates } from './generation.ts'

const columns = sql`id, model, dimensions, state, index_kind as "indexKind", embedded, passages, complete_to as "completeTo",
  failure_code as "failureCode", failure_message as "failureMessage", failures, retry_at as "retryAt",
  created_at as "createdAt", activated_at as "activatedAt"`

export async function findGeneration(db: WorkspaceDb, id: string): Promise<Generation | undefined> {
  const { rows } = await sql<Generation>`
    select ${columns} from embedding_generations where workspace_id = ${db.workspaceId} and id = ${id}`.execute(db.query)
  return rows[0]
}

/** All but the retired ones: the active one and the coming one, as far as there are such. */
export async function listGenerations(db: WorkspaceDb): Promise<Generation[]> {
  const { rows } = await sql<Generation>`
    select ${columns} from embedding_generations
    where workspace_id = ${db.workspaceId} and state <> 'retired' order by created_at`.execute(db.query)
  return rows
}

export async function listLivingIds(db: WorkspaceDb): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from embedding_generations
    where workspace_id = ${db.workspaceId} and state = any(${livingStates}::text[])`.execute(db.query)
  return rows.map(({ id }) => id)
}

export async function insertGeneration(db: WorkspaceDb, generation: { id: string; model: string }): Promise<void> {
  const { id, model } = generation
  await db.query.insertInto('embedding_generations').values({ workspace_id: db.workspaceId, id, model }).execute()
}

/** Puts generations in these states into another one; returns their ids. */
export async function changeState(
  db: WorkspaceDb,
  from: readonly GenerationState[],
  to: GenerationState,
  id?: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update embedding_generations set state = ${to}, updated_at = now(),
      activated_at = case when ${to} = 'active' then now() else activated_at end
    where workspace_id = ${db.workspaceId} and state = any(${from}::text[]) ${id === undefined ? sql`` : sql`and id = ${id}`}
    returning id`.execute(db.query)
  return rows.map((row) => row.id)
}

/**
 * Counts new vectors and moves `completeTo` on, unless a passage before it has come back meanwhile.
 * @returns the generation as it is now; undefined when it takes no vectors any more
 */
export async function addProgress(
  db: WorkspaceDb,
  id: string,
  done: { added: number; dimensions: number; from: number; to: number },
): Promise<Generation | undefined> {
  const { rows } = await sql<Generation>`
    update embedding_generations set
      embedded = embedded + ${done.added},
      dimensions = coalesce(dimensions, ${done.dimensions}),
      complete_to = case when complete_to = ${done.from} then ${done.to} else complete_to end,
      failure_code = null, failure_message = null, failures = 0, retry_at = null, updated_at = now()
    where workspace_id = ${db.workspaceId} and id = ${id} and state = any(${livingStates}::text[])
    returning ${columns}`.execute(db.query)
  return rows[0]
}

/** Passages before `ordinal` are complete still; what comes from there on is looked at again. */
export async function lowerCompleteTo(db: WorkspaceDb, ordinal: number): Promise<void> {
  await sql`
    update embedding_generations set complete_to = ${ordinal - 1}
    where workspace_id = ${db.workspaceId} and complete_to >= ${ordinal} and state <> 'retired'`.execute(db.query)
}

export async function setPassages(db: WorkspaceDb, id: string, passages: number): Promise<void> {
  await sql`
    update embedding_generations set passages = ${passages}
    where workspace_id = ${db.workspaceId} and id = ${id}`.execute(db.query)
}

export async function setIndexKind(db: WorkspaceDb, id: string, indexKind: IndexKind): Promise<void> {
  await sql`
    update embedding_generations set index_kind = ${indexKind}, updated_at = now()
    where workspace_id = ${db.workspaceId} and id = ${id}`.execute(db.query)
}

/** Says why a living generation stands still. Without a time to go on by itself, one that is not active yet has failed. */
export async function setFailure(db: WorkspaceDb, id: string, failure: JobFailure, retryAt: Date | null): Promise<void> {
  await sql`
    update embedding_generations set
      failure_code = ${failure.code}, failure_message = ${failure.message}, failures = failures + 1,
      retry_at = ${retryAt}::timestamptz, updated_at = now(),
      state = case when ${retryAt}::timestamptz is null and state <> 'active' then 'failed' else state end
    where workspace_id = ${db.workspaceId} and id = ${id} and state = any(${livingStates}::text[])`.execute(db.query)
}

/** Those that stand still for some reason. */
export async function listStandingStill(db: WorkspaceDb): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from embedding_generations
    where workspace_id = ${db.workspaceId} and failure_code is not null and state <> 'retired'`.execute(db.query)
  return rows.map(({ id }) => id)
}

/** Takes failures back, so that the work goes on. */
export async function clearFailures(db: WorkspaceDb): Promise<void> {
  await sql`
    update embedding_generations set
      failure_code = null, failure_message = null, failures = 0, retry_at = null, updated_at = now(),
      state = case state when 'failed' then 'building' else state end
    where workspace_id = ${db.workspaceId} and failure_code is not null and state <> 'retired'`.execute(db.query)
}

export async function deleteGeneration(db: WorkspaceDb, id: string): Promise<void> {
  await sql`
    delete from embedding_generations
    where workspace_id = ${db.workspaceId} and id = ${id} and state = 'retired'`.execute(db.query)
}

/** How the workspace searches; the defaults where nobody has chosen. */
export type SearchSettings = {
  readonly hybridWeight: number
  readonly isBroad: boolean
}

export const defaultSettings: SearchSettings = { hybridWeight: 0.5, isBroad: false }

/** The settings with the generation that answers questions, in one round trip. */
export async function findSettings(db: WorkspaceDb): Promise<{ settings: SearchSettings; active: Generation | undefined }> {
  const { rows } = await sql<SearchSettings & { active: boolean } & Generation>`
    /* keep plan */ select coalesce(s.hybrid_weight, ${defaultSettings.hybridWeight}::real) as "hybridWeight",
      coalesce(s.is_broad, false) as "isBroad", g.*
    from (select) one
    left join retrieval_settings s on s.workspace_id = ${db.workspaceId}
    left join (
      select ${columns} from embedding_generations where workspace_id = ${db.workspaceId} and state = 'active'
    ) g on true`.execute(db.query)
  const { hybridWeight, isBroad, ...active } = rows[0]!
  return { settings: { hybridWeight, isBroad }, active: active.id === null ? undefined : active }
}

/** Lets one change of how the workspace searches wait for another. */
export async function lockSettings(db: WorkspaceDb): Promise<void> {
  await sql`
    insert into retrieval_settings (workspace_id) values (${db.workspaceId})
    on conflict (workspace_id) do update set workspace_id = excluded.workspace_id`.execute(db.query)
}

/** Changes what is given. */
export async function saveSettings(
  db: WorkspaceDb,
  { hybridWeight, isBroad }: { readonly [K in keyof SearchSettings]?: SearchSettings[K] | undefined },
): Promise<void> {
  await sql`
    update retrieval_settings set hybrid_weight = coalesce(${hybridWeight ?? null}::real, hybrid_weight),
      is_broad = coalesce(${isBroad ?? null}::boolean, is_broad), updated_at = now()
    where workspace_id = ${db.workspaceId}`.execute(db.query)
}
