import type { AgentVersionView, AgentView } from '@brain-ai/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { GitCompare, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatExactly, formatMoment } from '../../formats.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { agentQuery, agentsKey, agentVersionsQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { Skeleton } from '../../ui/states.tsx'
import { VersionDiff } from './version-diff.tsx'

const route = getRouteApi('/shell/agents/$id')

/** Who changed what and when, what differs between two versions, and the way back to one. */
export function VersionsTab({ agent }: { agent: AgentView }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: versions, error, refetch } = useQuery(agentVersionsQuery(agent.id))
  const [goingBack, setGoingBack] = useState<number>()
  if (error)
    return (
      <div className="mt-6">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    )
  if (!versions) return <Skeleton className="mt-6 h-48" />
  const known = versions.map(({ version }) => version)
  const pick = (version: number | undefined, otherwise: number) =>
    version !== undefined && known.includes(version) ? version : otherwise
  const to = pick(search.second, agent.version)
  const from = pick(search.first, known.find((version) => version < to) ?? to)
  const compare = (next: { first?: number; second?: number }) =>
    void navigate({ search: (now) => ({ ...now, first: from, second: to, ...next }), replace: true, resetScroll: false })
  const choices = known.map((version) => ({ value: String(version), label: t('bench.versionOption', { version }) }))

  return (
    <div className="mt-6 flex flex-col gap-8">
      {versions.length < 2 ? (
        <p className="text-sm text-muted">{t('agentVersions.one')}</p>
      ) : (
        <section aria-labelledby="differences" className="flex flex-col gap-3">
          <h2 id="differences" className="text-base font-semibold">
            {t('agentVersions.title')}
          </h2>
          <div className="grid max-w-md grid-cols-2 gap-3">
            <SelectField
              label={t('agentVersions.from')}
              choices={choices}
              value={String(from)}
              onChoose={(value) => compare({ first: Number(value) })}
            />
            <SelectField
              label={t('agentVersions.to')}
              choices={choices}
              value={String(to)}
              onChoose={(value) => compare({ second: Number(value) })}
            />
          </div>
          <VersionDiff agentId={agent.id} from={from} to={to} />
        </section>
      )}
      <section aria-labelledby="versions">
        <h2 id="versions" className="mb-3 text-base font-semibold">
          {t('agentTabs.versions')}
        </h2>
        <ol className="divide-y divide-line rounded-xl border border-line bg-surface">
          {versions.map((version) => (
            <Row
              key={version.version}
              version={version}
              onCompare={() => compare({ first: version.version, second: agent.version })}
              onGoBack={() => setGoingBack(version.version)}
            />
          ))}
        </ol>
      </section>
      <Dialog
        isOpen={goingBack !== undefined}
        onClose={() => setGoingBack(undefined)}
        title={t('agentVersions.rollBackQuestion', { version: goingBack })}
        closeLabel={t('app.close')}
      >
        {goingBack !== undefined && <GoBackForm agent={agent} version={goingBack} onDone={() => setGoingBack(undefined)} />}
      </Dialog>
    </div>
  )
}

function GoBackForm({ agent, version, onDone }: { agent: AgentView; version: number; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return (
    <ConfirmForm
      submitLabel={t('agentVersions.rollBack')}
      act={async () => {
        const changed = await api.call(routes.agents.rollBackAgent, { params: { id: agent.id }, body: { version } })
        queryClient.setQueryData(agentQuery(agent.id).queryKey, changed)
        showToast({ text: t('agentVersions.rolledBackDone', { version: changed.version }) })
      }}
      onCancel={onDone}
      onDone={() => {
        onDone()
        void queryClient.invalidateQueries({ queryKey: agentsKey() })
      }}
    >
      <p className="text-sm">{t('agentVersions.rollBackConsequence')}</p>
    </ConfirmForm>
  )
}

interface RowProps {
  version: AgentVersionView
  onCompare: () => void
  onGoBack: () => void
}

function Row({ version: { version, isCurrent, note, rolledBackTo, author, createdAt }, onCompare, onGoBack }: RowProps) {
  const { t } = useTranslation()
  const when = formatMoment(createdAt)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-4">
      <div className="min-w-0 flex-[1_1_16rem]">
        <h3 className="flex items-center gap-2 text-sm font-medium">
          {t('bench.versionOption', { version })}
          {isCurrent && (
            <span className="rounded-full bg-good-soft px-2 py-0.5 text-xs font-medium text-good">
              {t('agentVersions.current')}
            </span>
          )}
        </h3>
        {note && <p className="text-sm wrap-anywhere">{note}</p>}
        {rolledBackTo !== null && <p className="text-sm">{t('agentVersions.rolledBack', { version: rolledBackTo })}</p>}
        <p className="text-xs text-muted" title={formatExactly(createdAt)}>
          {author ? t('agentVersions.by', { name: author.name, when }) : t('agentVersions.bySystem', { when })}
        </p>
      </div>
      {!isCurrent && (
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<GitCompare aria-hidden className="size-4" />}
            aria-label={t('agentVersions.compareNamed', { version })}
            onClick={onCompare}
          >
            {t('agentVersions.compare')}
          </Button>
          <Button
            icon={<Undo2 aria-hidden className="size-4" />}
            aria-label={t('agentVersions.rollBackNamed', { version })}
            onClick={onGoBack}
          >
            {t('agentVersions.rollBack')}
          </Button>
        </div>
      )}
    </li>
  )
}
