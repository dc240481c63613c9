import { BrainError, type Role } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { findMember } from '../members/member-store.ts'
import { lockWorkspace } from '../settings-store.ts'
import type { QuotaDb } from '../usage/take-quota.ts'
import { addMember } from '../workspace-store.ts'
import { noInvitation } from './invitation.ts'
import { claimInvitation, deleteOpenInvitationOf, findOffer, listJoinableWorkspaces } from './invitation-store.ts'

interface Joining {
  readonly id: string
  /** In lower case. */
  readonly email: string
}

/**
 * Uses an invitation for somebody. Whoever is a member already stays what they are, and nothing is used up.
 * @throws BrainError invitation/not-found · invitation/other-address · limit/reached
 */
export async function joinInvited(db: SystemDb, now: Date, tokenHash: Buffer, user: Joining): Promise<void> {
  const offer = await findOffer(db, tokenHash)
  if (!offer) throw noInvitation()
  const workspace = { query: db.query, workspaceId: offer.workspaceId }
  // One after the other: a double click joins once, and nobody joins while the workspace is being closed.
  if ((await lockWorkspace(workspace)) !== 'active') throw noInvitation()
  if (await findMember(workspace, user.id)) return
  const claimed = await claimInvitation(workspace, tokenHash, now)
  if (!claimed) throw noInvitation()
  if (claimed.email !== null && claimed.email !== user.email)
    throw new BrainError(
      'invitation/other-address',
      'This invitation is for another address. Sign in with the one it was sent to.',
    )
  await join(workspace, now, user, claimed.role)
}

/**
 * Makes somebody whose address is proven a member wherever its domain may join. A workspace without room for them is passed over.
 * @param user the address in any case of letters
 */
export async function joinByDomain(app: App, user: { id: string; email: string }): Promise<void> {
  const email = user.email.toLowerCase()
  const open = await app.database.asSystem((db) => listJoinableWorkspaces(db, email, app.now()))
  for (const { workspaceId, role } of open) {
    await app.database.asSystem(async (db) => {
      const workspace = { query: db.query, workspaceId }
      if ((await lockWorkspace(workspace)) !== 'active' || (await findMember(workspace, user.id))) return
      await join(workspace, app.now(), { id: user.id, email }, role).catch((error: unknown) => {
        if (!(error instanceof BrainError && error.code === 'limit/reached')) throw error
        app.log.info({ workspaceId }, 'nobody else joins by domain: the limit of members is reached')
      })
    })
  }
}

async function join(db: QuotaDb, now: Date, user: Joining, role: Role): Promise<void> {
  await addMember(db, now, { userId: user.id, role })
  // It would otherwise let them in once more after they were removed.
  await deleteOpenInvitationOf(db, user.email)
}
