import type { App } from '#platform/context'
import { lowerCase } from './invitation.ts'
import { hashToken } from './invitation-token.ts'
import { joinInvited } from './join-workspace.ts'

/**
 * Joins the workspace of an invitation as who is signed in.
 * @throws BrainError invitation/not-found · invitation/other-address · limit/reached
 */
export async function acceptInvitation(app: App, user: { id: string; email: string }, token: string): Promise<void> {
  const joining = { id: user.id, email: lowerCase(user.email) }
  await app.database.asSystem((db) => joinInvited(db, app.now(), hashToken(token), joining))
}
