import { type AgentSettings, type AgentView, agentDefaults, BrainError } from '@brain-ai/contract'
import { getVisibleCollection } from '#documents'
import { findChatModel } from '#models'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { giveBackQuota, takeQuota } from '#workspaces'
import { type Agent, agentNotFound, changeSettings, viewAgent } from './agent.ts'
import { findAgentByName, insertAgent, insertVersion, lockAgent, updateAgentRow } from './agent-store.ts'
import { compareSettings } from './compare-settings.ts'
import { getAgentAtVersion, getLivingAgent } from './get-agent.ts'

type SettingsChange = { readonly [F in keyof AgentSettings]?: AgentSettings[F] | undefined }

/** @throws BrainError limit/reached · agent/name-taken · collection/not-found · model/not-configured */
export async function createAgent(ctx: WorkspaceContext, given: SettingsChange & { readonly name: string }): Promise<AgentView> {
  const settings = { ...changeSettings({ ...agentDefaults, name: given.name }, given) }
  await assertModel(ctx, settings.model)
  const id = ctx.app.newId()
  return ctx.transact(async (db) => {
    await assertCollections(db, settings.collections)
    await takeQuota(db, ctx.app.now(), { agents: 1 })
    const isMade = await insertAgent(db, { id, isGeneral: false, settings, createdBy: actorId(ctx) })
    if (!isMade) throw nameTaken(settings.name)
    return viewAgent(ctx, await getLivingAgent(db, id))
  })
}

/**
 * Changes an agent: a new version, unless nothing differs.
 * @throws BrainError agent/not-found · agent/changed-meanwhile · agent/name-taken · collection/not-found · model/not-configured
 */
export async function updateAgent(
  ctx: WorkspaceContext,
  id: string,
  change: { settings: SettingsChange; note?: string | undefined; version?: number | undefined },
): Promise<AgentView> {
  if (change.settings.model !== undefined) await assertModel(ctx, change.settings.model)
  return ctx.transact(async (db) => {
    const agent = await getLocked(db, id)
    if (change.version !== undefined && change.version !== agent.version)
      throw new BrainError(
        'agent/changed-meanwhile',
        `Version ${agent.version} of the agent was made since you read it. Look at it first.`,
        { version: agent.version },
      )
    if (change.settings.collections !== undefined) await assertCollections(db, change.settings.collections)
    const settings = changeSettings(agent.settings, change.settings)
    return addVersion(ctx, db, agent, { settings, note: change.note ?? '', rolledBackTo: null })
  })
}

/** A new version with the content of an old one. @throws BrainError agent/not-found · agent/version-not-found · agent/name-taken */
export async function rollBackAgent(
  ctx: WorkspaceContext,
  id: string,
  { version, note = '' }: { version: number; note?: string | undefined },
): Promise<AgentView> {
  return ctx.transact(async (db) => {
    const agent = await getLocked(db, id)
    const { settings } = await getAgentAtVersion(db, id, version)
    return addVersion(ctx, db, agent, { settings, note, rolledBackTo: version })
  })
}

/** @throws BrainError agent/not-found · agent/is-general */
export async function deleteAgent(ctx: WorkspaceContext, id: string): Promise<void> {
  await ctx.transact(async (db) => {
    const agent = await getLocked(db, id)
    if (agent.isGeneral) throw new BrainError('agent/is-general', 'The general agent answers where none is named, so it stays.')
    const now = ctx.app.now()
    await updateAgentRow(db, id, { deleted_at: now, updated_at: now })
    await giveBackQuota(db, { agents: 1 })
  })
}

async function addVersion(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  agent: Agent,
  next: { settings: AgentSettings; note: string; rolledBackTo: number | null },
): Promise<AgentView> {
  if (compareSettings(agent.settings, next.settings).length === 0) return viewAgent(ctx, agent)
  const { name } = next.settings
  const twin = await findAgentByName(db, name)
  if (twin && twin.id !== agent.id) throw nameTaken(name)
  const version = agent.version + 1
  await insertVersion(db, { agentId: agent.id, version, ...next, createdBy: actorId(ctx) })
  await updateAgentRow(db, agent.id, { name, version, updated_at: ctx.app.now() })
  return viewAgent(ctx, await getLivingAgent(db, agent.id))
}

async function getLocked(db: WorkspaceDb, id: string): Promise<Agent> {
  const agent = await lockAgent(db, id)
  if (!agent) throw agentNotFound()
  return agent
}

async function assertCollections(db: WorkspaceDb, ids: readonly string[]): Promise<void> {
  for (const id of new Set(ids)) await getVisibleCollection(db, id)
}

async function assertModel(ctx: WorkspaceContext, reference: string): Promise<void> {
  if (reference === 'default' || reference === 'extractive' || (await findChatModel(ctx, reference))) return
  throw new BrainError('model/not-configured', `This workspace has no model ${reference}.`, { model: reference })
}

const nameTaken = (name: string) => new BrainError('agent/name-taken', `Another agent has the name “${name}” already.`)

const actorId = ({ actor }: WorkspaceContext): string | null => (actor.kind === 'member' ? actor.userId : null)
