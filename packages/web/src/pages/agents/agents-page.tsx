import type { AgentView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Bot, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { NewAgentForm } from '../../forms/new-agent-form.tsx'
import { agentsQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { AgentFacts } from './agent-facts.tsx'

const route = getRouteApi('/shell/agents')

/** Who answers in this workspace. */
export function AgentsPage() {
  const { t } = useTranslation()
  const { new: isNew } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('agents.write')
  const { data: agents, error, refetch } = useQuery(agentsQuery())
  const setAdding = (isAdding: boolean) => void navigate({ search: { new: isAdding ? 'agent' : undefined }, replace: true })

  return (
    <Page title={t('agents.title')}>
      <div className="mx-auto flex w-full max-w-[56rem] flex-col gap-5 px-4 py-6 md:px-8 md:py-8">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{t('agents.title')}</h1>
            <p className="mt-1 text-sm text-muted">{t('agents.lead')}</p>
          </div>
          {mayWrite && (
            <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding(true)}>
              {t('agents.new')}
            </Button>
          )}
        </div>
        {!agents && error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!agents && !error && [1, 2, 3].map((row) => <Skeleton key={row} className="h-24" />)}
        {agents && (
          <ul className="grid gap-3 md:grid-cols-2">
            {agents.map((agent) => (
              <AgentCard key={agent.id} agent={agent} />
            ))}
          </ul>
        )}
        {!mayWrite && agents && <p className="text-sm text-muted">{t('agents.whoMay')}</p>}
      </div>
      <Dialog
        isOpen={mayWrite && isNew !== undefined}
        onClose={() => setAdding(false)}
        title={t('agents.new')}
        intro={t('agents.newIntro')}
        closeLabel={t('app.close')}
      >
        <NewAgentForm onMade={({ id }) => void navigate({ to: '/agents/$id', params: { id }, replace: true })} />
      </Dialog>
    </Page>
  )
}

function AgentCard({ agent }: { agent: AgentView }) {
  const { t } = useTranslation()
  return (
    <li className="relative flex flex-col gap-2 rounded-xl border border-line bg-surface p-4 transition-colors hover:border-line-strong">
      <div className="flex items-center gap-3">
        <span className="rounded-lg bg-accent-soft p-2 text-accent">
          <Bot aria-hidden className="size-4" />
        </span>
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">
          <Link
            to="/agents/$id"
            params={{ id: agent.id }}
            className="after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
          >
            {agent.name}
          </Link>
        </h2>
        {agent.isGeneral && (
          <span className="rounded-full bg-sunken px-2 py-0.5 text-xs font-medium text-muted">{t('agents.general')}</span>
        )}
      </div>
      <p className="line-clamp-3 flex-1 text-sm text-muted">
        {agent.description || t(agent.isGeneral ? 'agents.generalTitle' : 'agents.noDescription')}
      </p>
      <AgentFacts agent={agent} />
    </li>
  )
}
