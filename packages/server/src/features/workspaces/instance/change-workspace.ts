import { BrainError, type InstanceWorkspace, type PlanName, type WorkspaceStatus } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { findWorkspaceRow, updatePlanOrStatus } from './instance-workspace-store.ts'
import { viewWorkspaces } from './list-workspaces.ts'

/**
 * Changes plan or status of a workspace, from the next request on. What runs in it ends by itself; nothing in it is changed.
 * @throws BrainError workspace/not-found
 */
export async function changeWorkspace(
  app: App,
  slug: string,
  change: { plan?: PlanName | undefined; status?: WorkspaceStatus | undefined },
): Promise<InstanceWorkspace> {
  const now = app.now()
  return app.database.asSystem(async (db) => {
    const isThere = await updatePlanOrStatus(db, slug, change, now)
    const row = isThere ? await findWorkspaceRow(db, slug) : undefined
    if (!row) throw new BrainError('workspace/not-found', 'There is no such workspace.')
    const [view] = await viewWorkspaces(db, [row], now)
    return view!
  })
}
