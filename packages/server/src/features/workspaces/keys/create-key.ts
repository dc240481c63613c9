import { type ApiKeyView, BrainError, type Permission } from '@brain-ai/contract'
import { type Actor, actorMay, type WorkspaceContext } from '#platform/context'
import { makeKey } from './api-key.ts'
import { countKeys, insertKey, lockMember } from './key-store.ts'
import { getKeyView } from './list-keys.ts'

const mostKeys = 100

export interface NewKey {
  readonly name: string
  readonly scopes: readonly Permission[]
  /** Null: it never expires by itself. */
  readonly expiresAt: string | null
}

/**
 * Makes an API key for the member who asks, with scopes their role holds now. Later it opens only what both role and scopes allow.
 * @returns the key itself too, which cannot be read again
 */
export async function createKey(ctx: WorkspaceContext, wanted: NewKey): Promise<{ key: string; apiKey: ApiKeyView }> {
  const member = getMember(ctx.actor)
  const scopes = [...new Set(wanted.scopes)]
  const missing = scopes.filter((scope) => !actorMay(ctx.actor, scope))
  if (missing.length > 0) {
    const sentence = `As ${member.role} of this workspace you do not hold ${missing.join(', ')} yourself.`
    throw new BrainError('auth/forbidden', sentence, { role: member.role, scopes: missing })
  }
  const now = ctx.app.now()
  const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt)
  if (expiresAt && expiresAt <= now) throw new BrainError('request/invalid', 'The key would have expired already.')

  const { key, id, prefix, secretHash } = makeKey()
  return ctx.transact(async (db) => {
    if (!(await lockMember(db, member.userId)))
      throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
    if ((await countKeys(db, member.userId)) >= mostKeys)
      throw new BrainError('request/invalid', `You have ${mostKeys} API keys here already. Revoke one that is not used.`)
    await insertKey(db, {
      id,
      user_id: member.userId,
      name: wanted.name,
      prefix,
      secret_hash: secretHash,
      scopes,
      expires_at: expiresAt,
      created_at: now,
    })
    return { key, apiKey: await getKeyView(db, id, now) }
  })
}

function getMember(actor: Actor) {
  if (actor.kind === 'member') return actor
  throw new Error('A job has no API keys.')
}
