import type { contract, Input, ProviderView, SearchSettingsView } from '@brain-ai/contract'
import type { Reply } from '@brain-ai/sdk'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, routes } from './api.ts'
import { chosenWorkspace } from './workspace-choice.ts'

type ListQuery = Input<typeof contract.documents.listDocuments.query>
export type DocumentFilters = Omit<ListQuery, 'cursor' | 'limit'>

/** Keys begin with the workspace: what one workspace said is never shown in another. */
const key = (...parts: unknown[]) => ['workspace', chosenWorkspace(), ...parts]

export { key as workspaceKey }

export const documentsKey = () => key('documents')

/** Documents page by page. Asks again each second, but only while one of the workspace is being worked on. */
export const documentsQuery = (filters: DocumentFilters) =>
  infiniteQueryOptions({
    queryKey: key('documents', 'list', filters),
    queryFn: ({ signal, pageParam }) =>
      api.call(routes.documents.listDocuments, { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (countWorking(query.state.data?.pages.at(-1)?.counts) > 0 ? 1000 : false),
  })

/** How many documents the workspace has, by state. */
export const documentCountsQuery = () =>
  queryOptions({
    queryKey: key('documents', 'counts'),
    queryFn: ({ signal }) => api.call(routes.documents.listDocuments, { query: { limit: 1 }, signal }),
    select: (page) => page.counts,
    refetchInterval: (query) => (countWorking(query.state.data?.counts) > 0 ? 2000 : false),
  })

export const countWorking = (counts: Record<string, number> = {}): number =>
  (counts.queued ?? 0) + (counts.reading ?? 0) + (counts.indexing ?? 0)

export const countAll = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: key('documents', 'one', id),
    queryFn: ({ signal }) => api.call(routes.documents.getDocument, { params: { id }, signal }),
    refetchInterval: (query) => (['queued', 'reading', 'indexing'].includes(query.state.data?.state ?? '') ? 1000 : false),
  })

/** The text of a document. The version is part of the key: a new one is another text. */
export const contentQuery = (id: string, version?: number) =>
  queryOptions({
    queryKey: key('documents', 'content', id, version),
    queryFn: ({ signal }) => api.call(routes.documents.getContent, { params: { id }, signal }),
    staleTime: 60_000,
  })

export const passagesQuery = (id: string, version: number) =>
  infiniteQueryOptions({
    queryKey: key('documents', 'passages', id, version),
    queryFn: ({ signal, pageParam }) =>
      api.call(routes.documents.listPassages, { params: { id }, query: { offset: pageParam, limit: 50 }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => {
      const shown = pages.reduce((sum, { passages }) => sum + passages.length, 0)
      return shown < page.total ? shown : undefined
    },
  })

export const versionsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: key('documents', 'versions', id, version),
    queryFn: ({ signal }) => api.call(routes.documents.listVersions, { params: { id }, signal }),
  })

type SearchRequest = Omit<Input<typeof contract.retrieval.search.query>, 'offset' | 'limit'>

/** Hits page by page. Those of the last search stay until the next ones are there. */
export const searchQuery = (search: SearchRequest) =>
  infiniteQueryOptions({
    queryKey: key('search', search),
    queryFn: ({ signal, pageParam }) =>
      api.call(routes.retrieval.search, { query: { ...search, offset: pageParam, limit: 10 }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextOffset ?? undefined,
    placeholderData: keepPreviousData,
    enabled: search.q !== '',
  })

/** Titles and headings that fit what is being typed. Those for fewer letters stay until the next ones are there. */
export const placesQuery = (q: string) =>
  queryOptions({
    queryKey: key('places', q),
    queryFn: ({ signal }) => api.call(routes.retrieval.suggest, { query: { q }, signal }),
    select: ({ suggestions }) => suggestions,
    enabled: q.length > 1,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  })

/** The tags of the documents that one may read. */
export const tagsQuery = () =>
  queryOptions({
    queryKey: key('tags'),
    queryFn: ({ signal }) => api.call(routes.documents.listTags, { signal }),
    select: ({ tags }) => tags.map(({ tag }) => tag),
  })

/** The collections whose documents one may read. */
export const collectionsQuery = () =>
  queryOptions({
    ...allCollectionsQuery(),
    select: ({ collections }: Reply<typeof contract.collections.listCollections>) =>
      collections.filter(({ isReadable }) => isReadable),
  })

/** Besides, those of which one may only say who reads them. */
export const allCollectionsQuery = () =>
  queryOptions({
    queryKey: key('collections'),
    queryFn: ({ signal }) => api.call(routes.collections.listCollections, { signal }),
  })

export const collectionReadersQuery = (id: string) =>
  queryOptions({
    queryKey: key('collections', 'readers', id),
    queryFn: ({ signal }) => api.call(routes.collections.getCollectionReaders, { params: { id }, signal }),
  })

export const agentsKey = () => key('agents')

/** The agents of the workspace, the general one first. */
export const agentsQuery = () =>
  queryOptions({
    queryKey: agentsKey(),
    queryFn: ({ signal }) => api.call(routes.agents.listAgents, { signal }),
    select: ({ agents }) => agents,
    staleTime: 60_000,
  })

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: key('agents', id),
    queryFn: ({ signal }) => api.call(routes.agents.getAgent, { params: { id }, signal }),
  })

export const agentVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: key('agents', id, 'versions'),
    queryFn: ({ signal }) => api.call(routes.agents.listAgentVersions, { params: { id }, signal }),
    select: ({ versions }) => versions,
  })

export const agentDiffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: key('agents', id, 'diff', from, to),
    queryFn: ({ signal }) => api.call(routes.agents.compareAgentVersions, { params: { id }, query: { from, to }, signal }),
    select: ({ changes }) => changes,
    placeholderData: keepPreviousData,
  })

export const testQuestionsQuery = (id: string) =>
  queryOptions({
    queryKey: key('agents', id, 'test-questions'),
    queryFn: ({ signal }) => api.call(routes.agents.listTestQuestions, { params: { id }, signal }),
    select: ({ questions }) => questions,
  })

export const testRunsQuery = (id: string) =>
  queryOptions({
    queryKey: key('agents', id, 'test-runs'),
    queryFn: ({ signal }) => api.call(routes.agents.listTestRuns, { params: { id }, signal }),
    select: ({ runs }) => runs,
  })

/** Asks again each second, but only while the run goes on. */
export const testRunQuery = (id: string, runId: string) =>
  queryOptions({
    queryKey: key('agents', id, 'test-runs', runId),
    queryFn: ({ signal }) => api.call(routes.agents.getTestRun, { params: { id, runId }, signal }),
    refetchInterval: (query) => (query.state.data?.run.state === 'running' ? 1000 : false),
  })

export const conversationsKey = () => key('conversations')

/** Of one's own the newest, for the rail. Asks again while an answer is being made. */
export const recentConversationsQuery = () =>
  queryOptions({
    queryKey: key('conversations', 'recent'),
    queryFn: ({ signal }) => api.call(routes.conversations.listConversations, { query: { limit: 20 }, signal }),
    select: ({ conversations }) => conversations,
    refetchInterval: (query) => (query.state.data?.conversations.some(({ isRunning }) => isRunning) ? 3000 : false),
  })

export const conversationsQuery = (query: { q?: string | undefined; of: 'mine' | 'shared'; archived: boolean }) =>
  infiniteQueryOptions({
    queryKey: key('conversations', 'list', query),
    queryFn: ({ signal, pageParam: cursor }) =>
      api.call(routes.conversations.listConversations, {
        query: { ...query, archived: String(query.archived), cursor },
        signal,
      }),
    ...paged,
  })

/** A conversation with all its branches. Asks again now and then: it may be open on another device. */
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: key('conversations', 'one', id),
    queryFn: ({ signal }) => api.call(routes.conversations.getConversation, { params: { id }, signal }),
    staleTime: 2000,
    refetchInterval: 20_000,
  })

/** Why an answer is what it is; the past does not change. */
export const explanationQuery = (run: string) =>
  queryOptions({
    queryKey: key('runs', run, 'why'),
    queryFn: ({ signal }) => api.call(routes.answers.explainRun, { params: { id: run }, signal }),
    staleTime: 60_000,
  })

/** The path parameters of the workspace on the screen. */
export const ofWorkspace = () => ({ slug: chosenWorkspace() ?? '' })

/** The workspace on the screen with its settings. */
export const workspaceQuery = () =>
  queryOptions({
    queryKey: key('settings'),
    queryFn: ({ signal }) => api.call(routes.workspaces.getWorkspace, { params: ofWorkspace(), signal }),
  })

export const membersQuery = () =>
  queryOptions({
    queryKey: key('members'),
    queryFn: ({ signal }) => api.call(routes.members.listMembers, { params: ofWorkspace(), signal }),
    select: ({ members }) => members,
  })

/** Asks again while a mail is on its way, so that one sees whether it left. */
export const invitationsQuery = () =>
  queryOptions({
    queryKey: key('invitations'),
    queryFn: ({ signal }) => api.call(routes.invitations.listInvitations, { params: ofWorkspace(), signal }),
    select: ({ invitations }) => invitations,
    refetchInterval: (query) => (query.state.data?.invitations.some(({ mail }) => mail === 'waiting') ? 3000 : false),
  })

export const usageQuery = () =>
  queryOptions({
    queryKey: key('usage'),
    queryFn: ({ signal }) => api.call(routes.usage.getUsage, { params: ofWorkspace(), signal }),
  })

export const apiKeysQuery = (all: boolean) =>
  queryOptions({
    queryKey: key('api-keys', all),
    queryFn: ({ signal }) => api.call(routes.keys.listKeys, { params: ofWorkspace(), query: { all: String(all) }, signal }),
    select: ({ keys }) => keys,
    placeholderData: keepPreviousData,
  })

export const modelsKey = () => key('models')

/** Providers, and which models the workspace uses. */
export const modelsQuery = () =>
  queryOptions({
    queryKey: modelsKey(),
    queryFn: ({ signal }) => api.call(routes.models.getModels, { signal }),
  })

/** The models that a provider says it has. A change of the provider makes it a question of its own. */
export const providerModelsQuery = ({ name, baseUrl, keyEnding }: ProviderView) =>
  queryOptions({
    queryKey: [...modelsKey(), 'of', name, baseUrl, keyEnding],
    queryFn: ({ signal }) => api.call(routes.models.listModels, { params: { name }, signal }),
    staleTime: 5 * 60_000,
  })

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.call(routes.setup.getSetup, { signal }),
  staleTime: 0,
})

/** How one can sign in here. */
export const methodsQuery = queryOptions({
  queryKey: ['methods'],
  queryFn: ({ signal }) => api.call(routes.auth.getMethods, { signal }),
  staleTime: 60_000,
})

/** What an invitation offers to whoever has its link. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.call(routes.invitations.getInvitation, { params: { token }, signal }),
    staleTime: 0,
  })

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => api.call(routes.auth.listSessions, { signal }),
  select: ({ sessions }) => sessions,
})

export const searchSettingsKey = () => key('search-settings')

/** How the workspace searches. Asks again while vectors are being made. */
export const searchSettingsQuery = () =>
  queryOptions({
    queryKey: searchSettingsKey(),
    queryFn: ({ signal }) => api.call(routes.retrieval.getSettings, { signal }),
    refetchInterval: (query) => (isEmbedding(query.state.data) ? 1000 : 5000),
  })

const isEmbedding = (settings: SearchSettingsView | undefined): boolean =>
  settings?.coming?.state === 'building' || settings?.coming?.state === 'ready'

/** What concerns the installation belongs to no workspace. */
export const instanceKey = ['instance'] as const

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  placeholderData: keepPreviousData,
}

export const instanceWorkspacesQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...instanceKey, 'workspaces', q],
    queryFn: ({ signal, pageParam: cursor }) => api.call(routes.instance.listAllWorkspaces, { query: { q, cursor }, signal }),
  })

export const instanceUsersQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...instanceKey, 'users', q],
    queryFn: ({ signal, pageParam: cursor }) => api.call(routes.instance.listUsers, { query: { q, cursor }, signal }),
  })

/** Asks again while a mail on the last page is on its way. */
export const instanceMailsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...instanceKey, 'mails', q],
    queryFn: ({ signal, pageParam: cursor }) => api.call(routes.instance.listMails, { query: { q, cursor }, signal }),
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ mails }) => mails.some(({ state }) => state === 'waiting')) ? 3000 : false,
  })

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: [...instanceKey, 'mail', id],
    queryFn: ({ signal }) => api.call(routes.instance.getMail, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.state === 'waiting' ? 3000 : false),
  })

/** Questions worth a try, made of the headings of what was added last, in the reader's language where there is enough. */
export const suggestionsQuery = (language: string) =>
  queryOptions({
    queryKey: key('suggestions', language),
    queryFn: async ({ signal }) => {
      const ready = { state: 'ready', limit: 4 } as const
      const inLanguage = await api.call(routes.documents.listDocuments, { query: { ...ready, language }, signal })
      const { documents } =
        inLanguage.total > 1 ? inLanguage : await api.call(routes.documents.listDocuments, { query: ready, signal })
      const lists = await Promise.all(
        documents.map(({ id }) => api.call(routes.documents.listPassages, { params: { id }, query: { limit: 12 }, signal })),
      )
      return documents.flatMap(({ title }, index) => {
        const headings = lists[index]!.passages.map(({ headingPath }) => headingPath.at(-1))
        const heading = headings.find((text) => text && text !== title && /^[\p{L}\d ,-]{4,60}$/u.test(text))
        return heading ? [{ title, heading }] : []
      })
    },
    staleTime: 5 * 60_000,
  })
