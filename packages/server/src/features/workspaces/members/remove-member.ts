import { BrainError } from '@brain-ai/contract'
import { actorMay, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { announceEnded } from '../accounts/revocations.ts'
import { deleteInvitationsBy, deleteOpenInvitationOf } from '../invitations/invitation-store.ts'
import { giveBackQuota } from '../usage/take-quota.ts'
import { assertNotLastOwner, getMember, lockMembers } from './lock-members.ts'
import { deleteMember, type Member } from './member-store.ts'

/**
 * Ends a membership: from the commit on the workspace looks to them as if there were none.
 * @throws BrainError member/not-found · member/last-owner · auth/forbidden for an owner, where one is none
 */
export async function removeMember(ctx: WorkspaceContext, userId: string): Promise<void> {
  await ctx.transact(async (db) => {
    const actor = await lockMembers(db, ctx.actor, 'members.write')
    const member = await getMember(db, userId)
    if (member.role === 'owner' && !actorMay(actor, 'workspace.own'))
      throw new BrainError('auth/forbidden', 'Only owners remove an owner.')
    await endMembership(db, member)
  })
}

/** Ends the own membership. @throws BrainError member/last-owner */
export async function leaveWorkspace(ctx: WorkspaceContext): Promise<void> {
  await ctx.transact(async (db) => {
    const actor = await lockMembers(db, ctx.actor, 'workspace.leave')
    await endMembership(db, await getMember(db, actor.userId))
  })
}

async function endMembership(db: WorkspaceDb, member: Member): Promise<void> {
  await assertNotLastOwner(db, member)
  await deleteMember(db, member.userId)
  await giveBackQuota(db, { users: 1 })
  // Through a link that they made or were sent they would be back at once.
  await deleteInvitationsBy(db, member.userId)
  await deleteOpenInvitationOf(db, member.email)
  // Ends what still runs for them, and forgets their keys in every process.
  await announceEnded(db, { userId: member.userId })
}
