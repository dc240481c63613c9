import { BrainError, type Limits, type WorkspaceLimits } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { findPlan, updateOwnLimits, type WorkspacePlan } from './usage-store.ts'

/**
 * Gives a workspace limits of its own beside its plan. One below what is used takes nothing away: it only refuses more.
 * @throws BrainError workspace/not-found
 */
export async function setLimits(app: App, slug: string, own: Partial<Limits>): Promise<WorkspaceLimits> {
  return app.database.asSystem(async (db) => {
    const workspaceId = await updateOwnLimits(db, slug, own, app.now())
    const plan = workspaceId === undefined ? undefined : await findPlan({ query: db.query, workspaceId })
    if (!plan) throw new BrainError('workspace/not-found', 'There is no such workspace.')
    return viewLimits(plan)
  })
}

export const viewLimits = ({ plan, limits, own }: WorkspacePlan): WorkspaceLimits => ({ plan, limits, own })
