import type { Me, WorkspaceView } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { Session, SignedInUser } from '#platform/http'
import { listMemberWorkspaces, type MemberWorkspace } from './workspace-store.ts'

/** Who somebody is, with their workspaces; an API key leads to its own workspace only. */
export async function describeMe(app: App, user: SignedInUser, session?: Session): Promise<Me> {
  return { user, workspaces: await listWorkspaceViews(app, user.id, session) }
}

export async function listWorkspaceViews(app: App, userId: string, session?: Session): Promise<WorkspaceView[]> {
  const all = await app.database.asSystem((db) => listMemberWorkspaces(db, userId))
  const { key } = session ?? {}
  return all.filter(({ workspaceId }) => key === undefined || key.workspaceId === workspaceId).map(viewMemberWorkspace)
}

export const viewMemberWorkspace = ({ workspaceId, limits: _, createdAt, ...view }: MemberWorkspace): WorkspaceView => ({
  id: workspaceId,
  ...view,
  createdAt: createdAt.toISOString(),
})
