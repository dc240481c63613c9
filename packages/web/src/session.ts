import { isReading, type Me, may, type Permission, type WorkspaceSettings, type WorkspaceView } from '@brain-ai/contract'
import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
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
  const find = (wanted: string | undefined) => me.workspaces.find(({ slug }) => slug === wanted)
  // Another tab may have renamed the one on the screen, and then remembers its new address.
  const workspace = find(chosenWorkspace()) ?? find(rememberedWorkspace()) ?? me.workspaces[0]
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

/** Whether the signed-in member may do something in the workspace on the screen, as it is now. */
export function useMay(permission: Permission): boolean {
  const { role, status } = useWorkspace()
  return may(role, permission) && (status === 'active' || isReading(permission))
}

/** Whether only the suspension of the workspace is in the way: then the screen shows what cannot be done for now, and why. */
export function useIsHeldBack(permission: Permission): boolean {
  const { role, status } = useWorkspace()
  return may(role, permission) && status !== 'active' && !isReading(permission)
}

/** Takes over changed settings of the workspace on the screen, also where its address changed: requests then go to the new one. */
export function keepWorkspace(queryClient: QueryClient, { joinDomains: _, joinRole: __, ...changed }: WorkspaceSettings): void {
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (!me) return
  if (me.workspaces.some(({ id, slug }) => id === changed.id && slug === chosenWorkspace())) chooseWorkspace(changed.slug)
  const workspaces = me.workspaces.map((workspace) => (workspace.id === changed.id ? changed : workspace))
  queryClient.setQueryData(meQuery.queryKey, { ...me, workspaces })
}
