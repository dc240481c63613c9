import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { closeOwnWorkspace, lockWorkspace } from './settings-store.ts'

/**
 * Closes the workspace: from the commit on nobody reaches it. Nothing is erased, so that an operator can open it again.
 * @throws BrainError workspace/not-confirmed where the confirmation is not its slug
 */
export async function closeWorkspace(ctx: WorkspaceContext, given: { slug: string; confirm: string }): Promise<void> {
  if (given.confirm !== given.slug)
    throw new BrainError('workspace/not-confirmed', `To close the workspace, repeat its address: ${given.slug}.`)
  await ctx.transact(async (db) => {
    await lockWorkspace(db)
    await closeOwnWorkspace(db, ctx.app.now())
  })
}
