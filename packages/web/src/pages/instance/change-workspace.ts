import type { contract, Input, InstanceWorkspace } from '@brain-ai/contract'
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { api, routes } from '../../api.ts'
import { instanceKey } from '../../queries.ts'
import { meQuery } from '../../session.ts'

export type WorkspaceChange = Input<typeof contract.instance.changeWorkspace.body>

interface Pages {
  workspaces: InstanceWorkspace[]
}

/** Puts what the server said of one workspace in its place, so that no row jumps. */
function keepInPlace(queryClient: QueryClient, changed: InstanceWorkspace): void {
  queryClient.setQueriesData<InfiniteData<Pages>>(
    { queryKey: [...instanceKey, 'workspaces'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          workspaces: page.workspaces.map((one) => (one.id === changed.id ? changed : one)),
        })),
      },
  )
}

/** Changes plan or status. It may be the operator's own workspace, so who one is is asked for again. */
export function useChangeWorkspace() {
  const queryClient = useQueryClient()
  return async (slug: string, change: WorkspaceChange): Promise<void> => {
    keepInPlace(queryClient, await api.call(routes.instance.changeWorkspace, { params: { slug }, body: change }))
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }
}
