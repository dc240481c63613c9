import type { InvitationOffer } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { noInvitation, stateOf } from './invitation.ts'
import { findAccount, findOffer } from './invitation-store.ts'
import { hashToken } from './invitation-token.ts'

/** What the holder of a link is offered. @throws BrainError invitation/not-found */
export async function getOffer(app: App, token: string): Promise<InvitationOffer> {
  return app.database.asSystem(async (db) => {
    const offer = await getOpenOffer(db, hashToken(token), app.now())
    const { name, slug, role, email, invitedBy, expiresAt } = offer
    const hasAccount = email !== null && (await findAccount(db, email)) !== undefined
    return { workspace: { name, slug }, role, email, invitedBy, expiresAt: expiresAt.toISOString(), hasAccount }
  })
}

/** @throws BrainError invitation/not-found */
export async function getOpenOffer(db: SystemDb, tokenHash: Buffer, now: Date) {
  const offer = await findOffer(db, tokenHash)
  if (!offer || stateOf(offer, now) !== 'open') throw noInvitation()
  return offer
}
