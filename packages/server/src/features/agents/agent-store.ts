import type { AgentSettings } from '@brain-ai/contract'
import { type RawBuilder, sql } from 'kysely'
import { jsonText, type WorkspaceDb } from '#platform/database'
import { type Agent, type AgentAtVersion, readSettings } from './agent.ts'

/** Living agents: the general one first, then by name. */
export async function listAgentRows(db: WorkspaceDb): Promise<Agent[]> {
  const rows = await selectAgents(db).orderBy('a.is_general', 'desc').orderBy(sql`lower(a.name)`).orderBy('a.id').execute()
  return rows.map(toAgent)
}

export async function findAgent(db: WorkspaceDb, id: string): Promise<Agent | undefined> {
  const row = await selectAgents(db).where('a.id', '=', id).executeTakeFirst()
  return row && toAgent(row)
}

/** Names that differ only in upper and lower case are one. */
export async function findAgentByName(db: WorkspaceDb, name: string): Promise<Agent | undefined> {
  const row = await selectAgents(db).where(sql`lower(a.name)`, '=', sql`lower(${name})`).executeTakeFirst()
  return row && toAgent(row)
}

export async function findGeneralAgent(db: WorkspaceDb): Promise<Agent | undefined> {
  const row = await selectAgents(db).where('a.is_general', '=', true).executeTakeFirst()
  return row && toAgent(row)
}

/** The general agent as one value of a query, to be read by `toGeneralAgent`; null where it was not needed before. */
export const generalAgent = ({ workspaceId }: WorkspaceDb): RawBuilder<object | null> => sql`(
  select jsonb_build_object('id', a.id, 'is_general', a.is_general, 'version', a.version, 'created_at', a.created_at,
    'updated_at', a.updated_at, 'settings', v.settings)
  from agents a join agent_versions v on v.workspace_id = a.workspace_id and v.agent_id = a.id and v.version = a.version
  where a.workspace_id = ${workspaceId} and a.is_general)`

export function toGeneralAgent(value: object): Agent {
  const row = value as AgentRow
  return toAgent({ ...row, created_at: new Date(row.created_at), updated_at: new Date(row.updated_at) })
}

/** Locked until the end of the transaction, so that versions follow each other. */
export async function lockAgent(db: WorkspaceDb, id: string): Promise<Agent | undefined> {
  await sql`select from agents where workspace_id = ${db.workspaceId} and id = ${id} for update`.execute(db.query)
  return findAgent(db, id)
}

/** With its first version. Does nothing where the workspace has a general agent, or an agent of that name, already. */
export async function insertAgent(
  db: WorkspaceDb,
  agent: { id: string; isGeneral: boolean; settings: AgentSettings; createdBy: string | null },
): Promise<boolean> {
  const { id, isGeneral, settings, createdBy } = agent
  const inserted = await db.query
    .insertInto('agents')
    .values({ workspace_id: db.workspaceId, id, name: settings.name, is_general: isGeneral })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false
  await insertVersion(db, { agentId: id, version: 1, settings, note: '', rolledBackTo: null, createdBy })
  return true
}

export interface NewVersion {
  readonly agentId: string
  readonly version: number
  readonly settings: AgentSettings
  readonly note: string
  readonly rolledBackTo: number | null
  readonly createdBy: string | null
}

export async function insertVersion(db: WorkspaceDb, row: NewVersion): Promise<void> {
  await db.query
    .insertInto('agent_versions')
    .values({
      workspace_id: db.workspaceId,
      agent_id: row.agentId,
      version: row.version,
      settings: jsonText(row.settings),
      note: row.note,
      rolled_back_to: row.rolledBackTo,
      created_by: row.createdBy,
    })
    .execute()
}

export async function updateAgentRow(
  db: WorkspaceDb,
  id: string,
  change: { name?: string; version?: number; updated_at: Date; deleted_at?: Date },
): Promise<void> {
  await db.query.updateTable('agents').set(change).where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

/** Also of a deleted agent: what it answered can still be explained. */
export async function findVersion(db: WorkspaceDb, agentId: string, version: number): Promise<AgentAtVersion | undefined> {
  const row = await db.query
    .selectFrom('agent_versions')
    .select('settings')
    .where('workspace_id', '=', db.workspaceId)
    .where('agent_id', '=', agentId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row && { id: agentId, version, settings: readSettings(row.settings) }
}

/** Newest first. */
export async function listVersionRows(db: WorkspaceDb, agentId: string) {
  const rows = await db.query
    .selectFrom('agent_versions as v')
    .leftJoin('users as u', 'u.id', 'v.created_by')
    .select(['v.version', 'v.settings', 'v.note', 'v.rolled_back_to', 'v.created_at', 'u.id as userId', 'u.name as userName'])
    .where('v.workspace_id', '=', db.workspaceId)
    .where('v.agent_id', '=', agentId)
    .orderBy('v.version', 'desc')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    settings: readSettings(row.settings),
    note: row.note,
    rolledBackTo: row.rolled_back_to,
    author: row.userId === null ? null : { id: row.userId, name: row.userName ?? '' },
    createdAt: row.created_at.toISOString(),
  }))
}

/** The language that the workspace speaks. */
export async function findWorkspaceLanguage(db: WorkspaceDb): Promise<string> {
  const row = await db.query.selectFrom('workspaces').select('language').where('id', '=', db.workspaceId).executeTakeFirst()
  return row?.language ?? 'en'
}

function selectAgents(db: WorkspaceDb) {
  return db.query
    .selectFrom('agents as a')
    .innerJoin('agent_versions as v', (join) =>
      join.onRef('v.workspace_id', '=', 'a.workspace_id').onRef('v.agent_id', '=', 'a.id').onRef('v.version', '=', 'a.version'),
    )
    .where('a.workspace_id', '=', db.workspaceId)
    .where('a.deleted_at', 'is', null)
    .select(['a.id', 'a.is_general', 'a.version', 'a.created_at', 'a.updated_at', 'v.settings'])
}

type AgentRow = Awaited<ReturnType<ReturnType<typeof selectAgents>['execute']>>[number]

const toAgent = (row: AgentRow): Agent => ({
  id: row.id,
  isGeneral: row.is_general,
  version: row.version,
  settings: readSettings(row.settings),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
