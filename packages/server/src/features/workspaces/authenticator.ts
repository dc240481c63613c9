import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { Authenticator } from '#platform/http'
import { listMemberships } from './member-store.ts'
import type { SessionCache } from './session-cache.ts'

/** Tells the HTTP platform who asks and what they are in a workspace. */
export function createAuthenticator(app: App, sessions: SessionCache): Authenticator {
  return {
    findSession: (headers) => sessions.find(headers),
    async getMembership(userId, slug) {
      const memberships = await app.database.asSystem((db) => listMemberships(db, userId))
      if (slug === undefined && memberships.length > 1)
        throw new BrainError('workspace/not-chosen', 'You belong to several workspaces; name one in the header x-workspace-slug.')
      const membership = slug === undefined ? memberships[0] : memberships.find((one) => one.slug === slug)
      // A workspace one does not belong to looks like one that does not exist.
      if (!membership) throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
      return { workspaceId: membership.workspaceId, role: membership.role }
    },
  }
}
