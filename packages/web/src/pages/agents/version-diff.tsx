import type { SettingChange } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { agentDiffQuery } from '../../queries.ts'
import { Skeleton } from '../../ui/states.tsx'
import { useSettingWords } from './use-setting-words.ts'

interface VersionDiffProps {
  agentId: string
  from: number
  to: number
}

/** What differs between two versions of an agent, setting by setting. */
export function VersionDiff({ agentId, from, to }: VersionDiffProps) {
  const { t } = useTranslation()
  const { data: changes, error, refetch } = useQuery(agentDiffQuery(agentId, from, to))
  if (error) return <ErrorNotice level="h3" error={error} onRetry={() => void refetch()} />
  if (!changes) return <Skeleton className="h-24" />
  if (changes.length === 0) return <p className="text-sm text-muted">{t('agentVersions.same')}</p>
  return (
    <dl className="divide-y divide-line rounded-xl border border-line bg-surface">
      {changes.map((change) => (
        <div key={change.field} className="p-4">
          <dt className="mb-2 text-sm font-medium">{t(`agentFields.${change.field}`)}</dt>
          <dd className="min-w-0">{change.lines ? <Lines lines={change.lines} /> : <Values change={change} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function Values({ change: { field, before, after } }: { change: SettingChange }) {
  const { t } = useTranslation()
  const words = useSettingWords()
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <del className="rounded-md bg-bad-soft px-1.5 py-0.5 text-bad wrap-anywhere no-underline">
        <span className="sr-only">{`${t('agentVersions.before')}: `}</span>
        {words(field, before)}
      </del>
      <span aria-hidden>→</span>
      <ins className="rounded-md bg-good-soft px-1.5 py-0.5 text-good wrap-anywhere no-underline">
        <span className="sr-only">{`${t('agentVersions.after')}: `}</span>
        {words(field, after)}
      </ins>
    </p>
  )
}

const looks = {
  same: 'text-muted',
  removed: 'bg-bad-soft text-bad',
  added: 'bg-good-soft text-good',
}
const marks = { same: '\u00a0', removed: '−', added: '+' }

/** A text line by line: what went, what came, what stayed. */
function Lines({ lines }: { lines: NonNullable<SettingChange['lines']> }) {
  const { t } = useTranslation()
  return (
    <ul className="overflow-hidden rounded-lg border border-line text-sm">
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comparison does not change
        <li key={index} className={`flex gap-3 px-3 py-1 ${looks[kind]}`}>
          <span aria-hidden className="w-3 shrink-0 text-center">
            {marks[kind]}
          </span>
          {kind !== 'same' && (
            <span className="sr-only">{`${t(kind === 'removed' ? 'agentVersions.before' : 'agentVersions.after')}: `}</span>
          )}
          <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{text || '\u00a0'}</span>
        </li>
      ))}
    </ul>
  )
}
