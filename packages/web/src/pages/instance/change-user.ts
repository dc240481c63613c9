import type { contract, Input, InstanceUser } from '@brain-ai/contract'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { api, routes } from '../../api.ts'
import { instanceKey } from '../../queries.ts'
import { meQuery } from '../../session.ts'

export type UserChange = Input<typeof contract.instance.changeUser.body>

interface Pages {
  users: InstanceUser[]
}

/** Changes an account, and puts the reply in the place of its row. It may be one's own, so who one is is asked for again. */
export function useChangeUser() {
  const queryClient = useQueryClient()
  return async (id: string, change: UserChange): Promise<void> => {
    const changed = await api.call(routes.instance.changeUser, { params: { id }, body: change })
    queryClient.setQueriesData<InfiniteData<Pages>>(
      { queryKey: [...instanceKey, 'users'] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, users: page.users.map((user) => (user.id === id ? changed : user)) })),
        },
    )
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }
}
