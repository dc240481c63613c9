import { BrainError } from '@brain-ai/contract'
import { Batcher } from '#platform/batch'
import type { App } from '#platform/context'
import type { Authenticator } from '#platform/http'
import type { Revocations } from './accounts/revocations.ts'
import type { SessionCache } from './accounts/session-cache.ts'
import { keyPrefix } from './keys/api-key.ts'
import type { KeyCache } from './keys/key-cache.ts'
import type { UsageCounter } from './usage/usage-counter.ts'
import { listWorkspacesOf } from './workspace-store.ts'

/** Tells the HTTP platform who asks and what they are in a workspace. */
export function createAuthenticator(
  app: App,
  given: { sessions: SessionCache; keys: KeyCache; usage: UsageCounter; revocations: Revocations },
): Authenticator {
  const { sessions, keys, usage, revocations } = given
  revocations.onKeyEnded((keyId) => keys.forgetKey(keyId))
  revocations.onUserEnded(() => keys.forgetAll())
  // Many requests at once share the look: it begins after each of them came, so none sees what was before.
  const memberships = new Batcher(async (userIds: readonly string[]) => {
    const once = { isReadOnly: true, isSingle: true }
    const all = await app.database.asSystem((db) => listWorkspacesOf(db, [...new Set(userIds)]), once)
    const byUser = Map.groupBy(all, ({ userId }) => userId)
    return userIds.map((userId) => byUser.get(userId) ?? [])
  })
  return {
    findSession: (headers) => {
      // A key that is not good is refused; it never makes way for a cookie that came along.
      const key = bearerKey(headers)
      return key === undefined ? sessions.find(headers) : keys.find(key)
    },
    async getMembership({ user, key }, slug) {
      const all = await memberships.run(user.id)
      const open = key ? all.filter(({ workspaceId }) => workspaceId === key.workspaceId) : all
      if (slug === undefined && open.length > 1)
        throw new BrainError('workspace/not-chosen', 'You belong to several workspaces; name one in the header x-workspace-slug.')
      const found = slug === undefined ? open[0] : open.find((one) => one.slug === slug)
      // A workspace one does not belong to looks like one that does not exist.
      if (!found) throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
      return found
    },
    countCall: (membership, isChange) => (isChange ? usage.take(membership, 'api_calls') : usage.record(membership, 'api_calls')),
    onEnded: (session, ended) => revocations.onEnded(session, ended),
  }
}

/** Keys come as bearer tokens only: a cookie is sent by browsers unasked, and addresses are written into logs. */
function bearerKey(headers: Headers): string | undefined {
  const token = /^bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  return token?.startsWith(keyPrefix) ? token : undefined
}
