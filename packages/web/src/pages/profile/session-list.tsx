import type { SessionView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleQuestionMark, Monitor, Smartphone, Terminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { textOfError } from '../../error-text.ts'
import { formatExactly, formatMoment } from '../../formats.ts'
import { sessionsQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { Skeleton } from '../../ui/states.tsx'
import { type Device, readUserAgent } from './user-agent.ts'

/** Where one is signed in, and a way to end what one does not know. */
export function SessionList() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: sessions, error, refetch } = useQuery(sessionsQuery)
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const report = (problem: unknown) => showToast({ text: textOfError(t, problem).text, isBad: true })
  const end = useMutation({
    mutationFn: (id: string) => api.call(routes.auth.revokeSession, { params: { id } }),
    onSuccess: () => showToast({ text: t('security.ended', { count: 1 }), timeoutMs: 3000 }),
    // It ended by itself, or elsewhere: that is what was wanted.
    onError: (problem) => isCode(problem, 'session/not-found') || report(problem),
    onSettled: refresh,
  })
  const endOthers = useMutation({
    mutationFn: () => api.call(routes.auth.revokeOtherSessions),
    onSuccess: ({ ended }) => showToast({ text: t('security.ended', { count: ended }), timeoutMs: 3000 }),
    onError: report,
    onSettled: refresh,
  })

  if (error && !sessions) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!sessions)
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
    )
  // The one at hand first, then what was used last.
  const sorted = [...sessions].sort(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  )
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface" aria-label={t('security.sessions')}>
        {sorted.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id)}
          />
        ))}
      </ul>
      {sessions.length > 1 ? (
        <Button className="self-start" isBusy={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t('security.endOthers')}
        </Button>
      ) : (
        <p className="text-sm text-muted">{t('security.onlyHere')}</p>
      )}
    </div>
  )
}

function iconOf({ browser, system, isPhone }: Device) {
  if (isPhone) return Smartphone
  if (system) return Monitor
  return browser ? Terminal : CircleQuestionMark
}

interface SessionRowProps {
  session: SessionView
  isEnding: boolean
  onEnd: () => void
}

function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const { t } = useTranslation()
  const { isCurrent, userAgent, address, lastSeenAt, createdAt } = session
  const device = readUserAgent(userAgent)
  const { browser, system } = device
  const name =
    browser && system ? t('security.browserOn', { browser, system }) : (browser ?? system ?? t('security.unknownDevice'))
  const Icon = iconOf(device)
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 text-sm font-medium" title={userAgent ?? undefined}>
          {name}
          {isCurrent && (
            <span className="rounded-full bg-good-soft px-2 py-0.5 text-xs font-medium text-good">{t('security.thisOne')}</span>
          )}
        </p>
        <p className="text-xs text-muted">
          {address && <span className="font-mono">{`${address} · `}</span>}
          <time dateTime={lastSeenAt} title={t('security.since', { when: formatExactly(createdAt) })}>
            {t('security.lastSeen', { when: formatMoment(lastSeenAt) })}
          </time>
        </p>
      </div>
      {!isCurrent && (
        <Button aria-label={t('security.endNamed', { name })} isBusy={isEnding} onClick={onEnd}>
          {t('security.end')}
        </Button>
      )}
    </li>
  )
}
