import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, routes } from './api.ts'
import { workspaceKey } from './queries.ts'
import type { ResultFilter } from './search-params.ts'

const { evaluation } = routes
const pageSize = 25

export const evaluationKey = () => workspaceKey('evaluation')

/** The evaluation sets of the workspace, by name. */
export const evaluationSetsQuery = () =>
  queryOptions({
    queryKey: workspaceKey('evaluation', 'sets'),
    queryFn: ({ signal }) => api.call(evaluation.listSets, { signal }),
    select: ({ sets }) => sets,
  })

export const evaluationSetQuery = (id: string) =>
  queryOptions({
    queryKey: workspaceKey('evaluation', 'set', id),
    queryFn: ({ signal }) => api.call(evaluation.getSet, { params: { id }, signal }),
  })

interface Page {
  readonly offset: number
  readonly limit: number
}

const paged = {
  initialPageParam: { offset: 0, limit: pageSize } as Page,
  placeholderData: keepPreviousData,
}

const nextPage = (total: number, shown: number): Page | undefined =>
  shown < total ? { offset: shown, limit: pageSize } : undefined

export const evaluationQuestionsQuery = (id: string, q: string | undefined) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: workspaceKey('evaluation', 'questions', id, q),
    queryFn: ({ signal, pageParam }) =>
      api.call(evaluation.listQuestions, { params: { id }, query: { ...pageParam, ...(q && { q }) }, signal }),
    getNextPageParam: ({ total }, pages) =>
      nextPage(
        total,
        pages.reduce((sum, { questions }) => sum + questions.length, 0),
      ),
  })

/** One's own runs of a set, newest first. Asks again each second while one of them goes on. */
export const evaluationRunsQuery = (id: string) =>
  queryOptions({
    queryKey: workspaceKey('evaluation', 'runs', id),
    queryFn: ({ signal }) => api.call(evaluation.listRuns, { params: { id }, signal }),
    select: ({ runs }) => runs,
    refetchInterval: (query) =>
      query.state.data?.runs.some(({ state }) => state === 'queued' || state === 'running') ? 1000 : false,
  })

export const evaluationResultsQuery = (id: string, runId: string, only: ResultFilter | undefined) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: workspaceKey('evaluation', 'results', id, runId, only),
    queryFn: ({ signal, pageParam }) =>
      api.call(evaluation.listResults, { params: { id, runId }, query: { ...pageParam, ...(only && { only }) }, signal }),
    getNextPageParam: ({ total }, pages) =>
      nextPage(
        total,
        pages.reduce((sum, { results }) => sum + results.length, 0),
      ),
  })

/** Documents whose title or file name has this in it; never those of what was typed before, which Enter would take. */
export const documentChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: workspaceKey('documents', 'choices', q),
    queryFn: ({ signal }) =>
      api.call(routes.documents.listDocuments, { query: { sort: 'title', limit: 20, ...(q && { q }) }, signal }),
    select: ({ documents }) => documents,
  })
