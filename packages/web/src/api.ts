import { BrainError, contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { chosenWorkspace } from './workspace-choice.ts'

export const routes = contract

/** The API under the page's own address, as the person whose session cookie the browser holds. */
export const api = createClient({ baseUrl: '', workspace: chosenWorkspace })

export const isCode = (error: unknown, ...codes: BrainError['code'][]): error is BrainError =>
  error instanceof BrainError && codes.includes(error.code)

/** What the API said is kept here; `onSignedOut` is told when the session has ended while the page was open. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  /** Role, address or state of the workspace may have changed elsewhere: the screen then asks who one is again, and follows. */
  const lookAgain = (error: unknown) => {
    if (isCode(error, 'auth/forbidden', 'workspace/not-found', 'workspace/suspended'))
      void queryClient.invalidateQueries({ queryKey: ['me'] })
  }
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isCode(error, 'auth/required') && query.queryKey[0] !== 'me') onSignedOut()
        lookAgain(error)
      },
    }),
    mutationCache: new MutationCache({ onError: lookAgain }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // What the server has understood and refused, it will refuse again.
        retry: (failures, error) => !(error instanceof BrainError && Number(error.details.status) < 500) && failures < 2,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return queryClient
}
