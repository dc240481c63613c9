import type { AgentVersionView, SettingChange } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { listVersionRows } from './agent-store.ts'
import { compareSettings } from './compare-settings.ts'
import { getAgentAtVersion, getLivingAgent } from './get-agent.ts'

/** Newest first. @throws BrainError agent/not-found */
export async function listVersions(ctx: WorkspaceContext, id: string): Promise<{ versions: AgentVersionView[] }> {
  return ctx.transact(async (db) => {
    const agent = await getLivingAgent(db, id)
    const rows = await listVersionRows(db, id)
    return { versions: rows.map((row) => ({ ...row, isCurrent: row.version === agent.version })) }
  })
}

/** @throws BrainError agent/not-found · agent/version-not-found */
export async function compareVersions(
  ctx: WorkspaceContext,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<{ from: number; to: number; changes: SettingChange[] }> {
  return ctx.transact(async (db) => {
    await getLivingAgent(db, id)
    const before = await getAgentAtVersion(db, id, from)
    const after = await getAgentAtVersion(db, id, to)
    return { from, to, changes: compareSettings(before.settings, after.settings) }
  })
}
