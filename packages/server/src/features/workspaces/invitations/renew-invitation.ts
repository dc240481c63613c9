import type { WorkspaceContext } from '#platform/context'
import { lockMembers } from '../members/lock-members.ts'
import { assertNotMember, dayMs, type InvitationWithLink, linkOf } from './create-invitation.ts'
import { foreignInvitation } from './invitation.ts'
import { deleteInvitation, findInvitation, renewRow } from './invitation-store.ts'
import { makeToken } from './invitation-token.ts'
import { viewWithMail } from './list-invitations.ts'
import { mailInvitation } from './mail-invitation.ts'

const validForMs = 7 * dayMs

/**
 * Gives an invitation another link and, where it has an address, another mail. From now on it is one of whoever renewed it.
 * @throws BrainError invitation/not-found · member/present
 */
export async function renewInvitation(ctx: WorkspaceContext, url: string, id: string): Promise<InvitationWithLink> {
  const { app } = ctx
  const { token, tokenHash } = makeToken()
  const link = linkOf(url, token)
  const expiresAt = new Date(app.now().getTime() + validForMs)
  const saved = await ctx.transact(async (db) => {
    const { userId: invitedBy, name: inviterName } = await lockMembers(db, ctx.actor, 'members.write')
    const present = await findInvitation(db, id)
    if (!present) throw foreignInvitation()
    const { email } = present
    if (email !== null) await assertNotMember(db, email)
    const mailId = email === null ? null : await mailInvitation(app, db, { to: email, inviterName, link, expiresAt })
    return renewRow(db, id, { tokenHash, invitedBy, mailId, expiresAt })
  })
  const [invitation] = await viewWithMail(ctx, [saved])
  return { invitation: invitation!, link }
}

/** Takes an invitation back: its link is worth nothing from now on. @throws BrainError invitation/not-found */
export async function revokeInvitation(ctx: WorkspaceContext, id: string): Promise<void> {
  if (!(await ctx.transact((db) => deleteInvitation(db, id)))) throw foreignInvitation()
}
