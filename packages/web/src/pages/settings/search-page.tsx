import type { SearchSettingsView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { SearchForm } from '../../forms/search-form.tsx'
import { searchSettingsQuery } from '../../queries.ts'
import { useIsHeldBack, useMay } from '../../session.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { GenerationCard } from './generation-card.tsx'
import { SettingsPage } from './settings-page.tsx'

/** How the workspace searches: by words, by meaning, how much each counts, and how far the vectors are. */
export function SearchSettingsPage() {
  const { t } = useTranslation()
  const mayManage = useMay('retrieval.manage')
  const isHeldBack = useIsHeldBack('retrieval.manage')
  return (
    <SettingsPage title={t('settings.search')} intro={t('searchSettings.intro')}>
      {mayManage ? (
        <Content />
      ) : (
        <div className="mt-8">
          <Notice look="plain" title={t(isHeldBack ? 'searchSettings.heldBack' : 'searchSettings.whoMay')} />
        </div>
      )}
    </SettingsPage>
  )
}

function Content() {
  const { t } = useTranslation()
  const { data: settings, error, refetch } = useQuery(searchSettingsQuery())
  if (error && !settings)
    return (
      <div className="mt-8">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    )
  if (!settings) return <PageSkeleton />
  return (
    <>
      <Section title={t('searchSettings.meaning')} intro={t('searchSettings.meaningIntro')}>
        <Meaning settings={settings} />
      </Section>
      <Section title={t('searchSettings.ranking')} intro={t('searchSettings.rankingIntro')}>
        <SearchForm key={`${settings.hybridWeight} ${settings.isBroad}`} settings={settings} />
      </Section>
    </>
  )
}

function Meaning({ settings }: { settings: SearchSettingsView }) {
  const { t } = useTranslation()
  const { hasVectors, embeddingModel, active, coming } = settings
  if (!hasVectors)
    return (
      <Notice look="busy" level="h3" title={t('searchSettings.noVectors')}>
        <p>{t('searchSettings.noVectorsText')}</p>
      </Notice>
    )
  if (embeddingModel === null && !active && !coming)
    return (
      <Notice
        look="plain"
        level="h3"
        title={t('searchSettings.noModel')}
        actions={
          <Link to="/settings/models" className={buttonClass()}>
            {t('searchSettings.chooseModel')}
          </Link>
        }
      >
        <p>{t('searchSettings.noModelText')}</p>
      </Notice>
    )
  return (
    <ul className="flex flex-col gap-3">
      {coming && <GenerationCard generation={coming} isAlone={!active} />}
      {active && <GenerationCard generation={active} isAlone={!coming} />}
      {!active && !coming && <li className="text-sm text-muted">{t('searchSettings.waiting')}</li>}
    </ul>
  )
}

const PageSkeleton = () => (
  <div className="mt-8 grid gap-8 border-t border-line pt-8 lg:grid-cols-[13rem_minmax(0,1fr)]">
    <Skeleton className="h-6 w-24" />
    <Skeleton className="h-40" />
  </div>
)
