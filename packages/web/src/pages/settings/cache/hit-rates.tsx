import type { CacheView } from '@brain-ai/contract'
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../../../formats.ts'
import { Meter } from '../../../ui/meter.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { hitRate } from './hit-rate.ts'

/** How often each kind served, of all the times it was looked for. */
export function HitRates({ cache: { kinds } }: { cache: CacheView }) {
  const { t } = useTranslation()
  if (kinds.every((kind) => hitRate(kind) === undefined))
    return (
      <EmptyState level="h3" icon={<History aria-hidden />} title={t('cache.nothingAsked')}>
        <p>{t('cache.nothingAskedText')}</p>
      </EmptyState>
    )
  return (
    <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
      {kinds.map((kind) => (
        <Kind key={kind.kind} {...kind} />
      ))}
    </ul>
  )
}

function Kind({ kind, entries, hits, misses }: CacheView['kinds'][number]) {
  const { t } = useTranslation()
  const rate = hitRate({ hits, misses })
  const shown = rate === undefined ? t('cache.notAsked') : t('cache.hitRate', { percent: formatPercent(rate) })
  const name = t(`cacheKinds.${kind}`)
  const figures = [
    ['entries', entries],
    ['hits', hits],
    ['misses', misses],
  ] as const
  return (
    <li className="flex flex-col gap-2 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="text-sm font-semibold">{name}</h3>
        <p className="text-sm tabular-nums">{shown}</p>
      </div>
      <p className="text-xs text-muted">{t(`cacheKindTexts.${kind}`)}</p>
      <Meter label={name} text={shown} share={rate ?? 0} look="plain" />
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm tabular-nums">
        {figures.map(([figure, value]) => (
          <div key={figure} className="flex gap-2">
            <dt className="text-muted">{t(`cache.${figure}`)}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
