import { BrainError } from '@brain-ai/contract'
import { actorMay, type WorkspaceContext } from '#platform/context'
import { announceEnded } from '../accounts/revocations.ts'
import { findKeyForRevoking, markKeyRevoked } from './key-store.ts'

/** Ends a key at once, and what runs with it: one's own, or that of any member for who manages keys. Once more changes nothing. */
export async function revokeKey(ctx: WorkspaceContext, id: string): Promise<void> {
  const { actor } = ctx
  await ctx.transact(async (db) => {
    const key = await findKeyForRevoking(db, id)
    const isOwn = actor.kind === 'member' && key?.userId === actor.userId
    // The key of another member looks like one that does not exist.
    if (!key || !(isOwn || actorMay(actor, 'keys.manage')))
      throw new BrainError('key/not-found', 'There is no such API key in this workspace.')
    if (key.revokedAt) return
    await markKeyRevoked(db, id, ctx.app.now())
    await announceEnded(db, { keyId: id })
  })
}
