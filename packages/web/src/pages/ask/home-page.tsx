import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowUpRight, Files } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { currentLanguage } from '../../languages/index.ts'
import { countAll, documentCountsQuery, suggestionsQuery } from '../../queries.ts'
import { useMay, useWorkspace } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { AskBox, type Question } from './ask-box.tsx'
import { startConversation } from './start-conversation.ts'

const route = getRouteApi('/shell/')

/** The question box is the home. */
export function HomePage() {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const { agent } = route.useSearch()
  const workspace = useWorkspace()
  const queryClient = useQueryClient()
  const { data: counts, error, refetch } = useQuery(documentCountsQuery())
  const start = useMutation({
    mutationFn: (question: Question) => startConversation(queryClient, question),
    onSuccess: (id) => navigate({ to: '/conversations/$id', params: { id } }),
  })
  const isEmpty = counts !== undefined && countAll(counts) === 0

  return (
    <Page title={t('ask.title')}>
      <div className="mx-auto flex min-h-full w-full max-w-[44rem] flex-col px-4 pt-[12vh] pb-10 md:px-6 md:pt-[18vh]">
        <h1 className="text-center text-xl font-semibold tracking-tight text-balance">{t('ask.heading')}</h1>
        <p className="mt-2 mb-8 text-center text-sm text-balance text-muted">{t('ask.lead', { workspace: workspace.name })}</p>
        <AskBox
          isLarge
          isFocusedFirst
          key={agent}
          initial={{ text: '', collections: [], agent }}
          placeholder={t('ask.placeholder')}
          isBusy={start.isPending || start.isSuccess}
          onAsk={(question) => start.mutate(question)}
        />
        {start.error && (
          <div className="mt-4">
            <ErrorNotice error={start.error} onRetry={() => start.mutate(start.variables)} />
          </div>
        )}
        <div className="mt-8">
          {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : isEmpty ? <NoDocuments /> : <Suggestions />}
        </div>
      </div>
    </Page>
  )
}

function Suggestions() {
  const { t } = useTranslation()
  const { data, isPending } = useQuery(suggestionsQuery(currentLanguage()))
  if (isPending)
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
      </div>
    )
  if (!data || data.length === 0) return null
  return (
    <section aria-labelledby="suggestions">
      <h2 id="suggestions" className="mb-1 px-3 text-xs font-medium text-muted">
        {t('ask.suggestions')}
      </h2>
      <ul className="divide-y divide-line">
        {data.map((suggestion) => {
          const question = t('ask.suggestAbout', suggestion)
          return (
            <li key={question}>
              <Link
                to="/ask"
                search={{ q: question }}
                preload={false}
                className="group flex min-h-11 items-center gap-3 rounded-lg px-3 py-2.5 text-sm transition-colors hover:bg-hover"
              >
                <span className="flex-1">{question}</span>
                <ArrowUpRight aria-hidden className="size-4 text-muted opacity-60 group-hover:opacity-100" />
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The first day: there is nothing to answer from. */
export function NoDocuments() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const mayWrite = useMay('documents.write')
  const loadSample = useMutation({
    mutationFn: () => api.call(routes.documents.importSample),
    onSuccess: async () => {
      showToast({ text: t('ask.sampleLoaded') })
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
  })
  return (
    <>
      <EmptyState
        icon={<Files aria-hidden />}
        title={t('ask.emptyTitle')}
        actions={
          mayWrite && (
            <>
              <Link to="/documents" className={buttonClass('primary')}>
                {t('ask.emptyAction')}
              </Link>
              <Button isBusy={loadSample.isPending} onClick={() => loadSample.mutate()}>
                {t('ask.sampleAction')}
              </Button>
            </>
          )
        }
      >
        {mayWrite ? t('ask.emptyText') : t('ask.emptyTextViewer')}
      </EmptyState>
      {loadSample.error && <ErrorNotice error={loadSample.error} />}
    </>
  )
}
