import type { UsageLine, UsageReport } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatBytes, formatMonth, formatNumber } from '../../formats.ts'
import { currentLanguage } from '../../languages/index.ts'
import { usageQuery } from '../../queries.ts'
import { classNames } from '../../ui/class-names.ts'
import { Meter } from '../../ui/meter.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { SettingsPage } from './settings-page.tsx'
import { lookOfUsage, usedShare } from './usage-look.ts'

// Charts are as large as half the first screen, and only this page has one.
const UsageHistory = lazy(() => import('./usage-history.tsx'))

/** What the workspace uses, what is left, and how it went over the year. Follows while one looks. */
export function UsagePage() {
  const { t } = useTranslation()
  const { data: report, error, refetch } = useQuery({ ...usageQuery(), refetchInterval: 5000 })
  return (
    <SettingsPage title={t('settings.usage')} intro={t('usage.intro')}>
      {error && !report && (
        <div className="mt-8">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!report && !error && <UsageSkeleton />}
      {report && (
        <>
          <Lines title={t('usage.stocks')} intro={t('usage.stocksIntro')} lines={report.lines} kind="stock" />
          <Lines
            title={t('usage.flows', { month: formatMonth(report.period) })}
            intro={t('usage.flowsIntro', { when: startOfNext(report), timeZone: report.timeZone })}
            lines={report.lines}
            kind="flow"
          />
          <Suspense fallback={<Skeleton className="mt-10 h-72" />}>
            <UsageHistory history={report.history} />
          </Suspense>
        </>
      )}
    </SettingsPage>
  )
}

/** Months are those of the workspace, wherever its reader is. */
const startOfNext = ({ endsAt, timeZone }: UsageReport): string =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long', timeZone }).format(Date.parse(endsAt))

interface LinesProps {
  title: string
  intro: string
  lines: UsageLine[]
  kind: UsageLine['kind']
}

function Lines({ title, intro, lines, kind }: LinesProps) {
  return (
    <section aria-labelledby={kind} className="mt-8">
      <h2 id={kind} className="text-base font-semibold">
        {title}
      </h2>
      <p className="text-sm text-muted">{intro}</p>
      <ul className={classNames('mt-3 grid gap-3 sm:grid-cols-2', kind === 'flow' && 'lg:grid-cols-3')}>
        {lines
          .filter((line) => line.kind === kind)
          .map((line) => (
            <UsageCard key={line.metric} line={line} />
          ))}
      </ul>
    </section>
  )
}

const textColours = { plain: 'text-muted', busy: 'text-busy', bad: 'text-bad' }

function UsageCard({ line }: { line: UsageLine }) {
  const { t } = useTranslation()
  const { metric, used, limit, left } = line
  const format = metric === 'storage' ? formatBytes : (value: number) => formatNumber(value)
  const share = usedShare(line)
  const look = lookOfUsage(line)
  const name = t(`metrics.${metric}`)
  const ofLimit = limit === null ? '' : t('usage.ofLimit', { limit: format(limit) })
  return (
    <li className="flex flex-col gap-2 rounded-xl border border-line bg-surface p-4">
      <h3 className="text-sm text-muted">{name}</h3>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-lg font-semibold tabular-nums">{format(used)}</span>
        <span className="text-sm text-muted tabular-nums">{ofLimit}</span>
      </p>
      {share === undefined ? (
        <p className="mt-auto text-xs text-muted">{t('usage.noLimit')}</p>
      ) : (
        <>
          <Meter label={name} text={`${format(used)} ${ofLimit}`} share={share} look={look} />
          <p className={classNames('text-xs tabular-nums', textColours[look], look !== 'plain' && 'font-medium')}>
            {look === 'bad' ? t('usage.full') : t('usage.left', { left: format(left ?? 0) })}
          </p>
        </>
      )}
    </li>
  )
}

const UsageSkeleton = () => (
  <div className="mt-8 grid gap-3 sm:grid-cols-2">
    {[1, 2, 3, 4, 5, 6].map((card) => (
      <Skeleton key={card} className="h-28" />
    ))}
  </div>
)
