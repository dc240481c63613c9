import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ErrorNotice } from '../../error-notice.tsx'
import { Page } from '../../shell/page.tsx'
import { chosenWorkspace } from '../../workspace-choice.ts'
import { Searching } from './searching.tsx'
import { startConversation } from './start-conversation.ts'

const route = getRouteApi('/shell/ask')

/** An address that asks: it begins a conversation and gives way to it, so that going back or reloading does not ask again. */
export function AskPage() {
  const { q: text = '', collections = '', agent } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const {
    data: id,
    error,
    refetch,
  } = useQuery({
    queryKey: ['workspace', chosenWorkspace(), 'asking', text, collections, agent],
    queryFn: () => startConversation(queryClient, { text, collections: collections.split(',').filter(Boolean), agent }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  useEffect(() => {
    if (id) void navigate({ to: '/conversations/$id', params: { id }, replace: true })
  }, [id, navigate])

  return (
    <Page title={text}>
      <div className="mx-auto w-full max-w-[46rem] px-4 pt-20 md:px-6">
        <h1 className="text-lg font-semibold tracking-tight text-balance wrap-anywhere">{text}</h1>
        <div className="mt-4">{error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Searching />}</div>
      </div>
    </Page>
  )
}
