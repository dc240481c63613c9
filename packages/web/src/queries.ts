import type { contract, Input } from '@brain-ai/contract'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, routes } from './api.ts'
import { chosenWorkspace } from './workspace-choice.ts'

type ListQuery = Input<typeof contract.documents.listDocuments.query>
export type DocumentFilters = Omit<ListQuery, 'cursor' | 'limit'>

/** Keys begin with the workspace: what one workspace said is never shown in another. */
const key = (...parts: unknown[]) => ['workspace', chosenWorkspace(), ...parts]

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

export const collectionsQuery = () =>
  queryOptions({
    queryKey: key('collections'),
    queryFn: ({ signal }) => api.call(routes.collections.listCollections, { signal }),
    select: ({ collections }) => collections,
  })

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.call(routes.setup.getSetup, { signal }),
  staleTime: 0,
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
