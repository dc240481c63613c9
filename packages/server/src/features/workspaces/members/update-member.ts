import { BrainError, type MemberView, may, type Role } from '@brain-ai/contract'
import { actorMay, type WorkspaceContext } from '#platform/context'
import { deleteInvitationsBy } from '../invitations/invitation-store.ts'
import { viewMember } from './list-members.ts'
import { assertNotLastOwner, getMember, lockMembers } from './lock-members.ts'
import { updateRole } from './member-store.ts'

/**
 * Gives a member another role. Only owners make and unmake owners.
 * @throws BrainError member/not-found · member/last-owner · auth/forbidden
 */
export async function updateMember(ctx: WorkspaceContext, given: { userId: string; role: Role }): Promise<MemberView> {
  const { userId, role } = given
  const member = await ctx.transact(async (db) => {
    const actor = await lockMembers(db, ctx.actor, 'members.write')
    const present = await getMember(db, userId)
    if (present.role === role) return present
    if ((role === 'owner' || present.role === 'owner') && !actorMay(actor, 'workspace.own'))
      throw new BrainError('auth/forbidden', 'Only owners make and unmake owners.')
    await assertNotLastOwner(db, present)
    await updateRole(db, userId, role)
    // They know the links of those they invited, and could come back to the older role through one.
    if (!may(role, 'members.write')) await deleteInvitationsBy(db, userId)
    return { ...present, role }
  })
  return viewMember(member, ctx.actor)
}
