import type { AgentView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Bot, MessageCircleQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { SourcePanel } from '../../answers/source-panel.tsx'
import { isCode } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { agentQuery, testRunQuery } from '../../queries.ts'
import { agentTabs } from '../../search-params.ts'
import { useMay } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState, Notice, Skeleton } from '../../ui/states.tsx'
import { AgentFacts } from './agent-facts.tsx'
import { AgentSettingsTab } from './agent-settings-tab.tsx'
import { TestBenchTab } from './test-bench-tab.tsx'
import { VersionsTab } from './versions-tab.tsx'

const route = getRouteApi('/shell/agents/$id')

/** One agent: what it does, for everybody; its settings, versions and test bench for those who may change it. */
export function AgentPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const { data: agent, error, refetch } = useQuery(agentQuery(id))
  const aside = useOpenSource(id)
  return (
    <Page title={agent?.name ?? t('agents.title')} aside={aside}>
      <div className="mx-auto w-full max-w-[60rem] px-4 py-6 md:px-8 md:py-8">
        {agent ? (
          <Agent key={agent.id} agent={agent} />
        ) : isCode(error, 'agent/not-found', 'request/invalid') ? (
          <EmptyState
            level="h1"
            icon={<Bot aria-hidden />}
            title={t('agents.goneTitle')}
            actions={
              <Link to="/agents" className={buttonClass()}>
                {t('agents.all')}
              </Link>
            }
          />
        ) : error ? (
          <ErrorNotice level="h1" error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="flex flex-col gap-4">
            <Skeleton className="h-9 w-64" />
            <Skeleton className="h-10" />
            <Skeleton className="h-48" />
          </div>
        )}
      </div>
    </Page>
  )
}

function Agent({ agent }: { agent: AgentView }) {
  const { t } = useTranslation()
  const { tab = 'settings' } = route.useSearch()
  const mayWrite = useMay('agents.write') && agent.settings !== null
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-[1_1_18rem]">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{agent.name}</h1>
          <AgentFacts agent={agent} />
        </div>
        <Link to="/" search={{ agent: agent.id }} className={buttonClass('primary')}>
          <MessageCircleQuestionMark aria-hidden className="size-4" />
          {t('agents.ask')}
        </Link>
      </div>
      <p className="mt-3 max-w-[72ch] text-sm">{agent.description || (agent.isGeneral ? '' : t('agents.noDescription'))}</p>
      {agent.isGeneral && (
        <div className="mt-4">
          <Notice look="plain" icon={<Bot aria-hidden className="text-muted" />} title={t('agents.generalTitle')}>
            {t('agents.generalText')}
          </Notice>
        </div>
      )}
      {mayWrite ? (
        <>
          <nav aria-label={t('agents.pages')} className="mt-4 flex gap-5 overflow-x-auto border-b border-line">
            {agentTabs.map((name) => (
              <Link
                key={name}
                to="/agents/$id"
                params={{ id: agent.id }}
                search={{ tab: name === 'settings' ? undefined : name }}
                resetScroll={false}
                activeOptions={{ explicitUndefined: true }}
                className="-mb-px flex min-h-11 shrink-0 items-center border-b-2 border-transparent text-sm text-muted -outline-offset-2 hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text md:min-h-10"
              >
                {t(`agentTabs.${name}`)}
              </Link>
            ))}
          </nav>
          {tab === 'settings' && <AgentSettingsTab agent={agent} />}
          {tab === 'versions' && <VersionsTab agent={agent} />}
          {tab === 'bench' && <TestBenchTab agent={agent} />}
        </>
      ) : (
        <p className="mt-6 border-t border-line pt-4 text-sm text-muted">{t('agents.whoMay')}</p>
      )}
    </>
  )
}

/** The source of an answer of the test bench, where the address names one. */
function useOpenSource(id: string) {
  const { run = '', of, source } = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useQuery({ ...testRunQuery(id, run), enabled: run !== '' && of !== undefined })
  const answer = data?.comparisons.flatMap(({ answers }) => answers).find((one) => one?.id === of)
  const citations = (answer?.citations ?? []).filter(({ isAvailable }) => isAvailable !== false)
  const citation = citations.find(({ number }) => number === source)
  const open = (number: number | undefined) =>
    void navigate({
      search: (now) => ({ ...now, source: number, of: number === undefined ? undefined : of }),
      replace: true,
      resetScroll: false,
    })
  return citation && <SourcePanel citation={citation} citations={citations} onChoose={open} onClose={() => open(undefined)} />
}
