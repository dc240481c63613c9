import { BrainError, type Permission } from '@brain-ai/contract'
import { type Actor, actorMay } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { lockWorkspace } from '../settings-store.ts'
import { findMember, hasOtherOwner, type Member } from './member-store.ts'

/** The actor with the role and the name they have at this moment. */
type LockedActor = Extract<Actor, { kind: 'member' }> & { readonly name: string }

/**
 * Lets memberships of the workspace change in one transaction at a time, and gives the actor with the role they have now: somebody
 * may have taken it from them since the request began.
 * @throws BrainError workspace/not-found · auth/forbidden
 */
export async function lockMembers(db: WorkspaceDb, actor: Actor, permission: Permission): Promise<LockedActor> {
  if (actor.kind !== 'member') throw new Error('A job changes no memberships.')
  await lockWorkspace(db)
  const self = await findMember(db, actor.userId)
  if (!self) throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
  const present = { ...actor, role: self.role, name: self.name }
  if (!actorMay(present, permission))
    throw new BrainError('auth/forbidden', `As ${self.role} of this workspace you may not do that.`, {
      role: self.role,
      permission,
    })
  return present
}

/** @throws BrainError member/not-found, the same for people of other workspaces and for nobody at all */
export async function getMember(db: WorkspaceDb, userId: string): Promise<Member> {
  const member = await findMember(db, userId)
  if (!member) throw new BrainError('member/not-found', 'There is no such member in this workspace.')
  return member
}

/** @throws BrainError member/last-owner where nobody would own the workspace without them */
export async function assertNotLastOwner(db: WorkspaceDb, member: Member): Promise<void> {
  if (member.role === 'owner' && !(await hasOtherOwner(db, member.userId)))
    throw new BrainError('member/last-owner', 'A workspace keeps at least one owner. Make somebody else the owner first.')
}
