import { BrainError, type InvitableRole, type InvitationView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { lockMembers } from '../members/lock-members.ts'
import { findMemberByEmail } from '../members/member-store.ts'
import { lowerCase } from './invitation.ts'
import { deleteExpiredInvitations, type InvitationRow, saveInvitation } from './invitation-store.ts'
import { makeToken } from './invitation-token.ts'
import { viewWithMail } from './list-invitations.ts'
import { mailInvitation } from './mail-invitation.ts'

export const dayMs = 24 * 3600 * 1000
/** So long they are listed as expired; then the addresses of people who never came are forgotten. */
const keptExpiredMs = 30 * dayMs

/** An invitation with its link, which nobody sees again. */
export interface InvitationWithLink {
  readonly invitation: InvitationView
  readonly link: string
}

/**
 * Invites one address by mail, or makes a link for whoever gets it.
 * @param url the address people use, without a slash at its end
 * @throws BrainError member/present
 */
export async function createInvitation(
  ctx: WorkspaceContext,
  url: string,
  given: { email: string | null; role: InvitableRole; maxUses: number; expiresInDays: number },
): Promise<InvitationWithLink> {
  const { app } = ctx
  const email = given.email === null ? null : lowerCase(given.email)
  const { token, tokenHash } = makeToken()
  const link = linkOf(url, token)
  const createdAt = app.now()
  const expiresAt = new Date(createdAt.getTime() + given.expiresInDays * dayMs)
  const id = app.newId()
  const saved = await ctx.transact(async (db) => {
    const { userId: invitedBy, name: inviterName } = await lockMembers(db, ctx.actor, 'members.write')
    if (email !== null) await assertNotMember(db, email)
    await deleteExpiredInvitations(db, new Date(createdAt.getTime() - keptExpiredMs))
    const mailId = email === null ? null : await mailInvitation(app, db, { to: email, inviterName, link, expiresAt })
    const maxUses = email === null ? given.maxUses : 1
    const row: InvitationRow = { id, tokenHash, email, role: given.role, maxUses, invitedBy, mailId, createdAt, expiresAt }
    return saveInvitation(db, row)
  })
  const [invitation] = await viewWithMail(ctx, [saved])
  return { invitation: invitation!, link }
}

/** @throws BrainError member/present */
export async function assertNotMember(db: WorkspaceDb, email: string): Promise<void> {
  if (await findMemberByEmail(db, email))
    throw new BrainError('member/present', `${email} is the address of a member of this workspace already.`)
}

export const linkOf = (url: string, token: string): string => `${url}/invitation/${token}`
