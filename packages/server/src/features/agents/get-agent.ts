import { type AgentView, agentDefaults } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type Agent, type AgentAtVersion, agentNotFound, versionNotFound, viewAgent } from './agent.ts'
import {
  findAgent,
  findAgentByName,
  findGeneralAgent,
  findVersion,
  findWorkspaceLanguage,
  insertAgent,
  listAgentRows,
} from './agent-store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export async function listAgents(ctx: WorkspaceContext): Promise<{ agents: AgentView[] }> {
  return ctx.transact(async (db) => {
    await getGeneralAgent(ctx, db)
    return { agents: (await listAgentRows(db)).map((agent) => viewAgent(ctx, agent)) }
  })
}

/** @throws BrainError agent/not-found */
export async function getAgent(ctx: WorkspaceContext, id: string): Promise<AgentView> {
  return ctx.transact(async (db) => viewAgent(ctx, await getLivingAgent(db, id)))
}

/** @param reference id or name @throws BrainError agent/not-found */
export async function getAgentByReference(ctx: WorkspaceContext, reference: string): Promise<AgentView> {
  return ctx.transact(async (db) => viewAgent(ctx, await chooseAgent(ctx, db, reference)))
}

/** @throws BrainError agent/not-found, also for a deleted one */
export async function getLivingAgent(db: WorkspaceDb, id: string): Promise<Agent> {
  const agent = await findAgent(db, id)
  if (!agent) throw agentNotFound()
  return agent
}

/** The agent with this id or name; the general one where none is named. @throws BrainError agent/not-found */
export async function chooseAgent(ctx: WorkspaceContext, db: WorkspaceDb, reference: string | undefined): Promise<Agent> {
  if (reference === undefined) return getGeneralAgent(ctx, db)
  if (uuid.test(reference)) return getLivingAgent(db, reference)
  const agent = await findAgentByName(db, reference)
  if (agent) return agent
  // It may be the general one that is meant, before anybody needed it.
  const general = await getGeneralAgent(ctx, db)
  if (general.settings.name.toLowerCase() === reference.toLowerCase()) return general
  throw agentNotFound()
}

/** An agent as it was at one version, also when it was deleted since. @throws BrainError agent/version-not-found */
export async function getAgentAtVersion(db: WorkspaceDb, id: string, version: number): Promise<AgentAtVersion> {
  const found = await findVersion(db, id, version)
  if (!found) throw versionNotFound(version)
  return found
}

/** Every workspace has one: it is made when it is first needed, and counts towards no limit. */
async function getGeneralAgent(ctx: WorkspaceContext, db: WorkspaceDb): Promise<Agent> {
  const there = await findGeneralAgent(db)
  if (there) return there
  const name = (await findWorkspaceLanguage(db)) === 'de' ? 'Allgemein' : 'General'
  const settings = { ...agentDefaults, name }
  await insertAgent(db, { id: ctx.app.newId(), isGeneral: true, settings, createdBy: null })
  const made = await findGeneralAgent(db)
  if (made) return made
  // An agent of that name was there before.
  await insertAgent(db, { id: ctx.app.newId(), isGeneral: true, settings: { ...settings, name: `${name} 1` }, createdBy: null })
  return (await findGeneralAgent(db))!
}
