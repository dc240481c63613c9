import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { getMember, lockMembers } from './lock-members.ts'
import { updateRole } from './member-store.ts'

/**
 * Makes another member the owner and oneself an admin, both or neither.
 * @throws BrainError member/not-found · request/invalid for a transfer to oneself
 */
export async function transferOwnership(ctx: WorkspaceContext, userId: string): Promise<void> {
  await ctx.transact(async (db) => {
    const actor = await lockMembers(db, ctx.actor, 'workspace.own')
    const heir = await getMember(db, userId)
    if (heir.userId === actor.userId)
      throw new BrainError('request/invalid', 'You own this workspace already. Name another member.')
    await updateRole(db, heir.userId, 'owner')
    await updateRole(db, actor.userId, 'admin')
  })
}
