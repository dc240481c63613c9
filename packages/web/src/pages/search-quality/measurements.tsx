import type { EvaluationRunView, EvaluationSetView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { CircleAlert, CircleSlash } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { textOfCode } from '../../error-text.ts'
import { evaluationKey, evaluationRunsQuery } from '../../evaluation-queries.ts'
import { formatExactly, formatMoment } from '../../formats.ts'
import { MeasureForm } from '../../forms/measure-form.tsx'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Notice, ProgressBar, Skeleton } from '../../ui/states.tsx'
import { useReportError } from '../../use-report-error.ts'
import { formatFigure } from './figures.ts'
import { RunSummary } from './run-summary.tsx'

const route = getRouteApi('/shell/settings/search-quality/$setId')

/** Starts runs of a set, and shows one of those that one has started. */
export function Measurements({ set }: { set: EvaluationSetView }) {
  const { t } = useTranslation()
  const { run: shownId } = route.useSearch()
  const navigate = useNavigate()
  const mayWrite = useMay('evaluation.write')
  const { data: runs, error, refetch } = useQuery(evaluationRunsQuery(set.id))
  const shown = runs?.find(({ id }) => id === shownId) ?? runs?.[0]
  const show = (run: string | undefined) => void navigate({ to: '.', search: { run }, replace: true, resetScroll: false })
  return (
    <>
      {mayWrite && <MeasureForm setId={set.id} isBusy={runs?.some(isActive) ?? false} onStarted={() => show(undefined)} />}
      {error && !runs && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!runs && !error && <Skeleton className="h-40" />}
      {runs?.length === 0 && (
        <p className="text-sm text-muted">{t(mayWrite ? 'searchQuality.noRun' : 'searchQuality.noRunReader')}</p>
      )}
      {shown && runs && runs.length > 1 && (
        <SelectField
          className="sm:w-96"
          label={t('searchQuality.shownRun')}
          value={shown.id}
          onChoose={show}
          choices={runs.map((run) => ({ value: run.id, label: nameOf(run, t) }))}
        />
      )}
      {shown && <Run run={shown} />}
    </>
  )
}

const isActive = ({ state }: EvaluationRunView): boolean => state === 'queued' || state === 'running'

/** When it was, and what it said. */
function nameOf(run: EvaluationRunView, t: TFunction): string {
  const figure = run.summary
    ? [run.summary.a, run.summary.b].flatMap((means) => (means ? [formatFigure(means.ndcg10)] : [])).join(' / ')
    : t(`runStates.${run.state}`)
  return `${formatMoment(run.createdAt)}, ${figure}`
}

function Run({ run }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  if (isActive(run)) return <RunProgress run={run} />
  if (run.state === 'failed')
    return (
      <Notice look="bad" icon={<CircleAlert aria-hidden className="text-bad" />} title={t('searchQuality.failed')}>
        <p>{textOfCode(t, run.failure?.code ?? '', run.failure?.message ?? '')}</p>
      </Notice>
    )
  if (run.state === 'cancelled')
    return (
      <Notice look="plain" icon={<CircleSlash aria-hidden />} title={t('searchQuality.cancelled')}>
        <p title={formatExactly(run.createdAt)}>{formatMoment(run.createdAt)}</p>
      </Notice>
    )
  return <RunSummary run={run} />
}

function RunProgress({ run }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const cancel = useMutation({
    mutationFn: () => api.call(routes.evaluation.cancelRun, { params: { id: run.setId, runId: run.id } }),
    onError: report,
    onSettled: () => queryClient.invalidateQueries({ queryKey: evaluationKey() }),
  })
  const text =
    run.state === 'queued' ? t('runStates.queued') : t('searchQuality.progress', { done: run.done, total: run.questions })
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex items-center justify-between gap-4">
        <p role="status" className="text-sm tabular-nums">
          {text}
        </p>
        <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('app.cancel')}
        </Button>
      </div>
      <ProgressBar
        value={run.state === 'queued' ? null : run.done / Math.max(1, run.questions)}
        label={t('searchQuality.measuring')}
      />
    </div>
  )
}
