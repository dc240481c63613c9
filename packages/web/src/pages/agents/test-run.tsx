import type { Answer, TestComparison, TestRunView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AnswerText } from '../../answers/answer-text.tsx'
import { DiffText } from '../../answers/diff-text.tsx'
import { SourceCards } from '../../answers/source-cards.tsx'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { textOfCode } from '../../error-text.ts'
import { formatNumber } from '../../formats.ts'
import { testRunQuery, testRunsQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CheckboxField } from '../../ui/field.tsx'
import { ProgressBar, Skeleton } from '../../ui/states.tsx'
import { useReportError } from '../../use-report-error.ts'

const route = getRouteApi('/shell/agents/$id')

/** A test run: how far it is, and for each question the answers of both versions. */
export function TestRun({ agentId, runId }: { agentId: string; runId: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(testRunQuery(agentId, runId))
  const [showsDifference, setShowsDifference] = useState(false)
  if (!data && error) return <ErrorNotice level="h3" error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-48" />
  const { run, comparisons } = data
  const both = comparisons.filter(({ answers }) => answers.every((answer) => answer !== null))
  const different = both.filter(isDifferent).length
  return (
    <>
      <Progress agentId={agentId} run={run} />
      {both.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm text-muted">{t('bench.different', { count: different, total: both.length })}</p>
          <CheckboxField
            label={t('bench.showDifference')}
            checked={showsDifference}
            onChange={(event) => setShowsDifference(event.target.checked)}
          />
        </div>
      )}
      <ol className="flex flex-col gap-4">
        {comparisons.map((comparison) => (
          <Comparison
            key={comparison.questionId}
            comparison={comparison}
            versions={run.versions}
            showsDifference={showsDifference}
          />
        ))}
      </ol>
    </>
  )
}

const isDifferent = ({ answers: [first, second] }: TestComparison): boolean => first?.answer !== second?.answer

function Progress({ agentId, run: { id, state, done, total } }: { agentId: string; run: TestRunView }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const cancel = useMutation({
    mutationFn: () => api.call(routes.agents.cancelTestRun, { params: { id: agentId, runId: id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: testRunsQuery(agentId).queryKey }),
    onError: report,
  })
  const progress = t('bench.progress', { done: formatNumber(done), total: formatNumber(total) })
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-11 flex-wrap items-center gap-3 text-sm md:min-h-9">
        <p role="status">
          <span className="font-medium">{t(`testRunStates.${state}`)}</span>
          <span className="text-muted">{` · ${progress}`}</span>
        </p>
        {state === 'running' && (
          <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('bench.cancel')}
          </Button>
        )}
      </div>
      {state === 'running' && <ProgressBar label={progress} value={total === 0 ? null : done / total} />}
    </div>
  )
}

interface ComparisonProps {
  comparison: TestComparison
  versions: number[]
  showsDifference: boolean
}

function Comparison({ comparison, versions, showsDifference }: ComparisonProps) {
  const { t } = useTranslation()
  const { question, expectation, answers } = comparison
  const [first, second] = answers
  const isWhole = first !== null && second !== null && first !== undefined && second !== undefined
  return (
    <li className="rounded-xl border border-line bg-surface">
      <div className="flex flex-wrap items-start justify-between gap-2 border-b border-line p-4">
        <div className="min-w-0 flex-1">
          <h3 className="text-sm font-semibold wrap-anywhere">{question}</h3>
          {expectation && <p className="mt-1 text-xs text-muted wrap-anywhere">{t('bench.expected', { expectation })}</p>}
        </div>
        {isWhole && (
          <span
            className={classNames(
              'rounded-full px-2 py-0.5 text-xs font-medium',
              isDifferent(comparison) ? 'bg-busy-soft text-busy' : 'bg-good-soft text-good',
            )}
          >
            {t(isDifferent(comparison) ? 'bench.otherText' : 'bench.sameText')}
          </span>
        )}
      </div>
      <div className="grid divide-line max-md:divide-y md:grid-cols-2 md:divide-x">
        {answers.map((answer, index) => (
          <div key={versions[index]} className="flex min-w-0 flex-col gap-4 p-4">
            <h4 className="text-xs font-medium text-muted">{t('bench.versionAnswer', { version: versions[index] })}</h4>
            {showsDifference && isWhole && isDifferent(comparison) ? (
              <DiffText before={first.answer} after={second.answer} hides={index === 0 ? 'added' : 'removed'} />
            ) : (
              <OneAnswer answer={answer} />
            )}
          </div>
        ))}
      </div>
    </li>
  )
}

function OneAnswer({ answer }: { answer: Answer | null }) {
  const { t } = useTranslation()
  const { source, of } = route.useSearch()
  if (!answer) return <p className="text-sm text-muted">{t('bench.toCome')}</p>
  const open = { answerId: answer.id, number: answer.id === of ? source : undefined }
  const { failure } = answer
  if (failure) return <p className="text-sm text-bad">{textOfCode(t, failure.code, failure.message)}</p>
  if (!answer.isAnswered) return <p className="text-sm text-muted">{t('bench.notSaid')}</p>
  return (
    <>
      <AnswerText
        text={answer.answer}
        citations={answer.citations}
        sentences={answer.sentences}
        model={answer.model}
        open={open}
      />
      {answer.citations.length > 0 && <SourceCards isNarrow level="h5" citations={answer.citations} open={open} />}
      <p className="text-xs text-muted">{t('ask.took', { seconds: formatNumber(answer.timings.totalMs / 1000, 2) })}</p>
    </>
  )
}
