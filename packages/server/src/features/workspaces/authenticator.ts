import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { Authenticator } from '#platform/http'
import type { SessionCache } from './accounts/session-cache.ts'
import { listMemberWorkspaces } from './workspace-store.ts'

/** Tells the HTTP platform who asks and what they are in a workspace. */
export function createAuthenticator(app: App, sessions: SessionCache): Authenticator {
  return {
    findSession: (headers) => sessions.find(headers),
    async getMembership({ user, key }, slug) {
      const all = await app.database.asSystem((db) => listMemberWorkspaces(db, user.id))
      const open = key ? all.filter(({ workspaceId }) => workspaceId === key.workspaceId) : all
      if (slug === undefined && open.length > 1)
        throw new BrainError('workspace/not-chosen', 'You belong to several workspaces; name one in the header x-workspace-slug.')
      const found = slug === undefined ? open[0] : open.find((one) => one.slug === slug)
      // A workspace one does not belong to looks like one that does not exist.
      if (!found) throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
      return found
    },
    countCall: async () => {},
    onEnded: () => () => {},
  }
}
