import type { CacheView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { cacheQuery, isUnderWay } from '../../../cache-queries.ts'
import { ErrorNotice } from '../../../error-notice.tsx'
import { WarmupForm } from '../../../forms/warmup-form.tsx'
import { useIsHeldBack, useMay } from '../../../session.ts'
import { Section } from '../../../ui/section.tsx'
import { Notice, Skeleton } from '../../../ui/states.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { CacheStore } from './cache-store.tsx'
import { EmptyCache } from './empty-cache.tsx'
import { HitRates } from './hit-rates.tsx'
import { WarmupCard } from './warmup-card.tsx'

/** What is kept of answers and searches, how often it served, and two things to do about it: fill it beforehand, or empty it. */
export function CachePage() {
  const { t } = useTranslation()
  const mayManage = useMay('cache.manage')
  const isHeldBack = useIsHeldBack('cache.manage')
  return (
    <SettingsPage title={t('settings.cache')} intro={t('cache.intro')}>
      {mayManage ? (
        <Content />
      ) : (
        <div className="mt-8">
          <Notice look="plain" title={t(isHeldBack ? 'cache.heldBack' : 'cache.whoMay')} />
        </div>
      )}
    </SettingsPage>
  )
}

function Content() {
  const { t } = useTranslation()
  const { data: cache, error, refetch } = useQuery(cacheQuery())
  if (error && !cache)
    return (
      <div className="mt-8">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    )
  if (!cache) return <PageSkeleton />
  return (
    <>
      <Section title={t('cache.place')} intro={t('cache.placeIntro')}>
        <CacheStore cache={cache} />
      </Section>
      {cache.store !== 'off' && (
        <>
          <Section title={t('cache.served')} intro={t('cache.servedIntro')}>
            <HitRates cache={cache} />
          </Section>
          <Section title={t('cache.warmUp')} intro={t('cache.warmUpIntro')}>
            <Warmup cache={cache} />
          </Section>
          <Section title={t('cache.empty')} intro={t('cache.emptyIntro')}>
            <EmptyCache />
          </Section>
        </>
      )}
    </>
  )
}

function Warmup({ cache: { warmup } }: { cache: CacheView }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-4">
      {(!warmup || !isUnderWay(warmup)) && (
        <>
          <p className="text-sm text-muted">{t('cache.warmUpCosts')}</p>
          <WarmupForm />
        </>
      )}
      {warmup && <WarmupCard warmup={warmup} />}
    </div>
  )
}

const PageSkeleton = () => (
  <>
    {['h-24', 'h-64', 'h-40'].map((height) => (
      <div key={height} className="mt-8 grid gap-8 border-t border-line pt-8 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <Skeleton className="h-6 w-24" />
        <Skeleton className={height} />
      </div>
    ))}
  </>
)
