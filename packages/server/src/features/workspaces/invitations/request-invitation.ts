import type { App } from '#platform/context'
import { dayMs, linkOf } from './create-invitation.ts'
import { lowerCase } from './invitation.ts'
import { countMailsTo, listJoinableWorkspaces, lockAddress, saveInvitation } from './invitation-store.ts'
import { makeToken } from './invitation-token.ts'
import { mailInvitation } from './mail-invitation.ts'

const validForMs = dayMs
/** Anybody may ask for mails to any address, so there are few of them. */
const mailsPerDay = 3

/**
 * Mails an address its invitations to the workspaces that its domain may join. Whoever asks learns nothing: the link goes to the
 * address only. What a member invited the address to stays as it is.
 */
export async function requestInvitation(app: App, url: string, given: { email: string }): Promise<void> {
  const email = lowerCase(given.email)
  const createdAt = app.now()
  const expiresAt = new Date(createdAt.getTime() + validForMs)
  await app.database.asSystem(async (db) => {
    const all = await listJoinableWorkspaces(db, email, createdAt)
    const fitting = all.filter(({ isInvitedByMember }) => !isInvitedByMember)
    if (fitting.length === 0) return
    await lockAddress(db, email)
    const left = mailsPerDay - (await countMailsTo(db, email, new Date(createdAt.getTime() - dayMs)))
    for (const { workspaceId, role } of fitting.slice(0, Math.max(0, left))) {
      const workspace = { query: db.query, workspaceId }
      const { token, tokenHash } = makeToken()
      const mailId = await mailInvitation(app, workspace, { to: email, inviterName: null, link: linkOf(url, token), expiresAt })
      const row = { id: app.newId(), tokenHash, email, role, maxUses: 1, invitedBy: null, mailId, createdAt, expiresAt }
      await saveInvitation(workspace, row)
    }
  })
}
