import { type Flow, flows, type UsageReport } from '@brain-ai/contract'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatMonth, formatNumber } from '../../formats.ts'
import { currentLanguage } from '../../languages/index.ts'
import { useWorkspace } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { saveBlob } from '../../ui/save-blob.ts'
import { Segments } from '../../ui/segments.tsx'

type History = UsageReport['history']

/** What happened each month of the last year: a chart for the eye, and the same as a table and a file. */
export default function UsageHistory({ history }: { history: History }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const [flow, setFlow] = useState<Flow>('queries')
  return (
    <section aria-labelledby="history" className="mt-10">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="history" className="text-base font-semibold">
          {t('usage.history')}
        </h2>
        <Segments
          isLabelHidden
          label={t('usage.historyOf')}
          value={flow}
          choices={flows.map((value) => ({ value, label: t(`metrics.${value}`) }))}
          onChoose={setFlow}
        />
      </div>
      <MonthChart history={history} flow={flow} />
      <div className="mt-3">
        <Disclosure summary={t('usage.asTable')}>
          <MonthTable history={history} />
          <div className="flex justify-end border-t border-line p-2">
            <Button
              look="ghost"
              icon={<Download aria-hidden className="size-4" />}
              onClick={() => saveBlob(new Blob([toCsv(history)], { type: 'text/csv' }), `usage-${workspace.slug}.csv`)}
            >
              {t('usage.saveCsv')}
            </Button>
          </div>
        </Disclosure>
      </div>
    </section>
  )
}

const toCsv = (history: History): string =>
  [['month', ...flows], ...history.map((month) => [month.period, ...flows.map((flow) => month[flow])])]
    .map((row) => `${row.join(',')}\n`)
    .join('')

/** Not read out: the table below says the same, and can be walked through. */
function MonthChart({ history, flow }: { history: History; flow: Flow }) {
  const { t } = useTranslation()
  const short = new Intl.NumberFormat(currentLanguage(), { notation: 'compact', maximumFractionDigits: 1 })
  const axis = { tickLine: false, axisLine: false, tick: { fill: 'var(--muted)', fontSize: 12 } } as const
  return (
    <div aria-hidden className="mt-4 h-60">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...history]} accessibilityLayer={false} margin={{ top: 8, right: 0, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="period" tickFormatter={(period: string) => formatMonth(period, 'short')} {...axis} />
          <YAxis allowDecimals={false} width={44} tickFormatter={(value: number) => short.format(value)} {...axis} />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const month = payload?.[0]?.payload as History[number] | undefined
              if (!active || !month) return null
              return (
                <div className="rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-high">
                  <p className="text-xs text-muted">{formatMonth(month.period)}</p>
                  <p className="font-medium tabular-nums">{`${formatNumber(month[flow])} ${t(`metrics.${flow}`)}`}</p>
                </div>
              )
            }}
          />
          <Bar dataKey={flow} fill="var(--accent-fill)" radius={[4, 4, 0, 0]} maxBarSize={36} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

function MonthTable({ history }: { history: History }) {
  const { t } = useTranslation()
  return (
    <div className="overflow-x-auto border-t border-line">
      <table className="w-full text-sm">
        <caption className="sr-only">{t('usage.history')}</caption>
        <thead>
          <tr className="text-xs text-muted">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t('usage.month')}
            </th>
            {flows.map((flow) => (
              <th key={flow} scope="col" className="px-4 py-2 text-right font-medium">
                {t(`metrics.${flow}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.toReversed().map((month) => (
            <tr key={month.period} className="border-t border-line">
              <th scope="row" className="px-4 py-2 text-left font-normal whitespace-nowrap">
                {formatMonth(month.period)}
              </th>
              {flows.map((flow) => (
                <td key={flow} className="px-4 py-2 text-right tabular-nums">
                  {formatNumber(month[flow])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
