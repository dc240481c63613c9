import { type Me, may, type Permission, type WorkspaceView } from '@brain-ai/contract'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api, routes } from './api.ts'
import { chooseWorkspace, chosenWorkspace, rememberedWorkspace } from './workspace-choice.ts'

/** Who is signed in. Fetching it also decides which workspace is shown: the last one, else the first. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me> => settle(await api.call(routes.auth.getMe, { signal })),
  staleTime: 60_000,
})

/** Takes over a reply that says who is signed in. */
export function settle(me: Me): Me {
  const wanted = chosenWorkspace() ?? rememberedWorkspace()
  const workspace = me.workspaces.find(({ slug }) => slug === wanted) ?? me.workspaces[0]
  if (workspace) chooseWorkspace(workspace.slug)
  return me
}

export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** The workspace on the screen. Screens inside the shell always have one. */
export function useWorkspace(): WorkspaceView {
  const me = useMe()
  const workspace = me.workspaces.find(({ slug }) => slug === chosenWorkspace()) ?? me.workspaces[0]
  if (!workspace) throw new Error('This screen needs a workspace.')
  return workspace
}

/** Whether the signed-in member may do something in the workspace on the screen. */
export const useMay = (permission: Permission): boolean => may(useWorkspace().role, permission)
