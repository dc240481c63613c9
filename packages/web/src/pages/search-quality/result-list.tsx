import type { EvaluationResultView, EvaluationRunView, QuestionMeasures } from '@brain-ai/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { ArrowDown, ArrowUp, Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { evaluationResultsQuery } from '../../evaluation-queries.ts'
import { type ResultFilter, resultFilters } from '../../search-params.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { formatDifference, formatFigure } from './figures.ts'

const route = getRouteApi('/shell/settings/search-quality/$setId')

/** The results of a run question by question, those that differ most first; each leads to what search finds for it. */
export function ResultList({ run }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  const { only } = route.useSearch()
  const navigate = useNavigate()
  const filters = run.b ? resultFilters : (['missed'] as const)
  const chosen = filters.find((filter) => filter === only)
  const list = useInfiniteQuery(evaluationResultsQuery(run.setId, run.id, chosen))
  const results = list.data?.pages.flatMap((page) => page.results)
  const total = list.data?.pages.at(-1)?.total
  const choose = (value: string) =>
    void navigate({
      to: '.',
      search: (now) => ({ ...now, only: (value || undefined) as ResultFilter | undefined }),
      replace: true,
      resetScroll: false,
    })
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SelectField
          className="w-full sm:w-72"
          label={t('searchQuality.shownQuestions')}
          value={chosen ?? ''}
          onChoose={choose}
          choices={[
            { value: '', label: t('searchQuality.allQuestions') },
            ...filters.map((filter) => ({ value: filter, label: t(`resultFilters.${filter}`) })),
          ]}
        />
        <p role="status" className="text-sm text-muted tabular-nums">
          {total === undefined ? '' : t('searchQuality.questionCount', { count: total })}
        </p>
      </div>
      {!results && list.error && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!results && !list.error && [1, 2, 3].map((row) => <Skeleton key={row} className="h-14" />)}
      {results && results.length > 0 && (
        <ul aria-label={t('searchQuality.byQuestion')} className="divide-y divide-line rounded-xl border border-line bg-surface">
          {results.map((result) => (
            <Result key={result.questionId} result={result} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('documents.more')}
        </Button>
      )}
    </div>
  )
}

function Result({ result: { question, language, a, b } }: { result: EvaluationResultView }) {
  const { t } = useTranslation()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-[1_1_16rem]">
        <Link
          to="/search"
          search={{ q: question }}
          lang={language}
          className="inline-flex min-h-6 items-baseline gap-1.5 rounded text-sm font-medium wrap-anywhere hover:underline"
        >
          <Search aria-hidden className="size-3.5 shrink-0 self-center text-muted" />
          {question}
        </Link>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 text-xs text-muted tabular-nums">
        {b ? (
          <>
            <span>{t('searchQuality.sideA', { place: placeOf(a, t) })}</span>
            <span>{t('searchQuality.sideB', { place: placeOf(b, t) })}</span>
            <Change by={b.ndcg10 - a.ndcg10} />
          </>
        ) : (
          <>
            <span>{placeOf(a, t)}</span>
            <span>{t('searchQuality.ndcg', { value: formatFigure(a.ndcg10) })}</span>
          </>
        )}
      </p>
    </li>
  )
}

const placeOf = ({ firstHit }: QuestionMeasures, t: TFunction): string =>
  firstHit === null ? t('searchQuality.notFound') : t('searchQuality.place', { place: firstHit })

function Change({ by }: { by: number }) {
  const { t } = useTranslation()
  if (by === 0) return <span className="min-w-16 text-right">{t('searchQuality.alike')}</span>
  const Icon = by > 0 ? ArrowUp : ArrowDown
  return (
    <span className={`flex min-w-16 items-center justify-end gap-1 font-medium ${by > 0 ? 'text-good' : 'text-bad'}`}>
      <Icon aria-hidden className="size-3.5" />
      {formatDifference(by)}
      <span className="sr-only">{t(by > 0 ? 'resultFilters.better' : 'resultFilters.worse')}</span>
    </span>
  )
}
