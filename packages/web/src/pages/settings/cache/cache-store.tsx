import type { CacheView } from '@brain-ai/contract'
import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatExactly, formatNumber } from '../../../formats.ts'
import { Meter } from '../../../ui/meter.tsx'
import { Notice } from '../../../ui/states.tsx'

/** Where everything is kept, whether that works, and how much room it takes. */
export function CacheStore({ cache }: { cache: CacheView }) {
  const { t } = useTranslation()
  const { store, isReachable, bytes, maxBytes, evictions, since } = cache
  if (store === 'off')
    return (
      <Notice look="plain" level="h3" title={t('cacheStores.off')}>
        <p>{t('cacheStoreTexts.off')}</p>
      </Notice>
    )
  const used =
    maxBytes === null ? formatBytes(bytes) : t('cache.bytesOf', { used: formatBytes(bytes), most: formatBytes(maxBytes) })
  return (
    <div className="flex flex-col gap-3">
      {!isReachable && (
        <Notice look="busy" level="h3" icon={<CircleAlert aria-hidden className="text-busy" />} title={t('cache.unreachable')}>
          <p>{t('cache.unreachableText')}</p>
        </Notice>
      )}
      <div className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
        <div>
          <h3 className="text-sm font-semibold">{t(`cacheStores.${store}`)}</h3>
          <p className="mt-1 text-sm text-muted">{t(`cacheStoreTexts.${store}`)}</p>
        </div>
        {maxBytes !== null && maxBytes > 0 && <Meter label={t('cache.room')} text={used} share={bytes / maxBytes} look="plain" />}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm tabular-nums">
          <dt className="text-muted">{t('cache.room')}</dt>
          <dd>{used}</dd>
          <dt className="text-muted">{t('cache.evictions')}</dt>
          <dd>{t('cache.evicted', { count: evictions, formatted: formatNumber(evictions) })}</dd>
          <dt className="text-muted">{t('cache.since')}</dt>
          <dd>{formatExactly(since)}</dd>
        </dl>
      </div>
    </div>
  )
}
