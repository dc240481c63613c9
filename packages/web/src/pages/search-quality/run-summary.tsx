import {
  type ComparisonVerdict,
  type EvaluationRunView,
  judgeComparison,
  type RankingMeasure,
  type RetrievalOptions,
  rankingMeasures,
  retrievalOptionNames,
} from '@brain-ai/contract'
import { CircleCheck, CircleHelp, CircleMinus, TrendingDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatExactly, formatMoment, formatNumber } from '../../formats.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatDifference, formatFigure, formatP, tellP } from './figures.ts'
import { ResultList } from './result-list.tsx'

/** What a run that is done says: in words, in figures, and question by question. */
export function RunSummary({ run }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  const measured = run.done - run.skipped
  return (
    <section aria-labelledby="outcome" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="outcome" className="text-base font-semibold">
          {t('searchQuality.outcome')}
        </h2>
        <p className="text-xs text-muted">
          <time dateTime={run.createdAt} title={formatExactly(run.createdAt)}>
            {formatMoment(run.createdAt)}
          </time>
          {' · '}
          {t('searchQuality.measuredCount', { count: measured })}
          {run.skipped > 0 && ` · ${t('searchQuality.skippedCount', { count: run.skipped })}`}
        </p>
      </div>
      <Verdict run={run} />
      <Figures run={run} />
      {measured > 0 && <ResultList run={run} />}
    </section>
  )
}

const looks: Record<ComparisonVerdict, { icon: typeof CircleCheck; className: string }> = {
  better: { icon: CircleCheck, className: 'border-good/40 bg-good-soft text-good' },
  worse: { icon: TrendingDown, className: 'border-bad/40 bg-bad-soft text-bad' },
  unclear: { icon: CircleHelp, className: 'border-line bg-surface text-muted' },
  equal: { icon: CircleMinus, className: 'border-line bg-surface text-muted' },
}

function Verdict({ run: { summary } }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  const comparison = summary?.comparison
  if (!comparison) return null
  const verdict = judgeComparison(comparison)
  const { icon: Icon, className } = looks[verdict]
  const { wins, losses, ties, tests } = comparison
  return (
    <div className={classNames('flex gap-3 rounded-xl border p-4', className)}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="text-text">
        <p className="text-sm font-semibold">{t(`verdicts.${verdict}`, { p: tellP(tests.ndcg10.p) })}</p>
        <p className="text-sm">{t('searchQuality.winsAndLosses', { wins, losses, ties })}</p>
        {verdict === 'unclear' && <p className="mt-1 text-sm text-muted">{t('searchQuality.unclearAdvice')}</p>}
      </div>
    </div>
  )
}

function Figures({ run }: { run: EvaluationRunView }) {
  const { t } = useTranslation()
  const { a, b, comparison } = run.summary!
  const columns = b ? ['A', 'B', t('searchQuality.difference'), 'p'] : [t('searchQuality.value')]
  const cells = (measure: RankingMeasure): string[] => {
    if (!b || !comparison) return [formatFigure(a[measure])]
    const { difference, p } = comparison.tests[measure]
    return [formatFigure(a[measure]), formatFigure(b[measure]), formatDifference(difference), formatP(p)]
  }
  return (
    <div className="rounded-xl border border-line bg-surface">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('searchQuality.figures')}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="py-2 pr-1 pl-3 text-left sm:pl-4 font-medium">
              {t('searchQuality.measureName')}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-1.5 py-2 text-right font-medium last:pr-3 sm:px-2 sm:last:pr-4">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rankingMeasures.map((measure) => (
            <tr key={measure}>
              <th scope="row" className="py-2 pr-1 pl-3 text-left sm:pl-4 font-normal">
                <span className="block font-medium">{t(`rankingMeasures.${measure}`)}</span>
                <span className="text-xs text-muted max-sm:sr-only">{t(`rankingMeasureTexts.${measure}`)}</span>
              </th>
              {cells(measure).map((cell, i) => (
                <td key={columns[i]} className="px-1.5 py-2 text-right tabular-nums last:pr-3 sm:px-2 sm:last:pr-4">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t border-line px-4 py-2 text-xs text-muted">
        {b && run.b ? (
          <>
            <span className="block">
              A: <Options options={run.a} />
            </span>
            <span className="block">
              B: <Options options={run.b} />
            </span>
          </>
        ) : (
          <Options options={run.a} />
        )}
      </p>
    </div>
  )
}

function Options({ options }: { options: RetrievalOptions }) {
  const { t } = useTranslation()
  const tellValue = (value: number | boolean) =>
    typeof value === 'boolean' ? t(value ? 'searchQuality.on' : 'searchQuality.off') : formatNumber(value, 2)
  return retrievalOptionNames.map((name) => `${t(`retrievalOptions.${name}`)} ${tellValue(options[name])}`).join(', ')
}
