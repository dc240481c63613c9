import type { ApiKeyView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { formatDate, formatExactly, formatMoment } from '../../formats.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { presetOf } from '../../forms/key-scopes.ts'
import { ofWorkspace } from '../../queries.ts'
import { useMe, useWorkspace } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/show-toast.ts'

type KeyState = 'active' | 'expired' | 'revoked'

const stateOf = ({ revokedAt, expiresAt }: ApiKeyView): KeyState =>
  revokedAt ? 'revoked' : expiresAt && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'active'

/** The keys, those that still open something first. */
export function ApiKeyList({ keys, showsMembers }: { keys: ApiKeyView[]; showsMembers: boolean }) {
  const { t } = useTranslation()
  const [revoking, setRevoking] = useState<ApiKeyView>()
  const sorted = keys.toSorted((a, b) => Number(stateOf(a) !== 'active') - Number(stateOf(b) !== 'active'))
  return (
    <>
      <ul aria-label={t('settings.apiKeys')} className="divide-y divide-line rounded-xl border border-line bg-surface">
        {sorted.map((key) => (
          <Row key={key.id} apiKey={key} showsMember={showsMembers} onRevoke={() => setRevoking(key)} />
        ))}
      </ul>
      <Dialog
        isOpen={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('apiKeys.revokeQuestion', { name: revoking?.name })}
        closeLabel={t('app.close')}
      >
        {revoking && <RevokeForm apiKey={revoking} onDone={() => setRevoking(undefined)} />}
      </Dialog>
    </>
  )
}

function RevokeForm({ apiKey, onDone }: { apiKey: ApiKeyView; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { id, name, prefix } = apiKey
  return (
    <ConfirmForm
      submitLabel={t('apiKeys.revoke')}
      act={() => api.call(routes.keys.revokeKey, { params: { ...ofWorkspace(), id } })}
      onCancel={onDone}
      onDone={() => {
        showToast({ text: t('apiKeys.revoked', { name }) })
        onDone()
        void queryClient.invalidateQueries({ queryKey: ['workspace'] })
      }}
    >
      <p className="text-sm">{t('apiKeys.revokeConsequence', { prefix })}</p>
    </ConfirmForm>
  )
}

const badges: Record<KeyState, string> = {
  active: 'bg-good-soft text-good',
  expired: 'bg-busy-soft text-busy',
  revoked: 'bg-sunken text-muted',
}

interface RowProps {
  apiKey: ApiKeyView
  showsMember: boolean
  onRevoke: () => void
}

function Row({ apiKey, showsMember, onRevoke }: RowProps) {
  const { t } = useTranslation()
  const { name, prefix, member, createdAt } = apiKey
  const state = stateOf(apiKey)
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 p-4">
      <div className="flex min-w-0 flex-[1_1_18rem] flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className={classNames('min-w-0 truncate text-sm font-medium', state !== 'active' && 'text-muted')}>{name}</h2>
          <span className={classNames('rounded-full px-2 py-0.5 text-xs font-medium', badges[state])}>
            {t(`keyStates.${state}`)}
          </span>
        </div>
        <p className="text-xs text-muted">
          <code className="font-mono">{`${prefix}…`}</code>
          {showsMember && ` · ${member.name}`}
          {' · '}
          <time dateTime={createdAt} title={formatExactly(createdAt)}>
            {t('apiKeys.made', { date: formatDate(createdAt) })}
          </time>
        </p>
        <p className="text-xs text-muted">
          <LastUsed apiKey={apiKey} />
          {' · '}
          <End apiKey={apiKey} state={state} />
        </p>
        <Scopes apiKey={apiKey} />
      </div>
      {state !== 'revoked' && (
        <Button onClick={onRevoke} aria-label={t('apiKeys.revokeNamed', { name })}>
          {t('apiKeys.revoke')}
        </Button>
      )}
    </li>
  )
}

function LastUsed({ apiKey: { lastUsedAt } }: { apiKey: ApiKeyView }) {
  const { t } = useTranslation()
  if (!lastUsedAt) return t('apiKeys.neverUsed')
  return (
    <time dateTime={lastUsedAt} title={formatExactly(lastUsedAt)}>
      {t('apiKeys.lastUsed', { when: formatMoment(lastUsedAt) })}
    </time>
  )
}

function End({ apiKey: { expiresAt, revokedAt }, state }: { apiKey: ApiKeyView; state: KeyState }) {
  const { t } = useTranslation()
  if (state === 'revoked') return t('apiKeys.revokedOn', { date: formatDate(revokedAt!) })
  if (!expiresAt) return t('apiKeys.neverExpires')
  return t(state === 'expired' ? 'apiKeys.expiredOn' : 'apiKeys.expiresOn', { date: formatDate(expiresAt) })
}

/** In a word where a preset has these scopes; what they are stands behind it. */
function Scopes({ apiKey: { scopes, member } }: { apiKey: ApiKeyView }) {
  const { t } = useTranslation()
  const { role } = useWorkspace()
  // What all rights are depends on the role, and that of others is not known here.
  const preset = useMe().user.id === member.userId ? presetOf(scopes, role) : undefined
  return (
    <details className="group text-xs text-muted">
      <summary className="flex min-h-6 w-fit cursor-pointer list-none items-center gap-1 rounded [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {preset ? t(`keyPresets.${preset}`) : t('apiKeys.rights', { count: scopes.length })}
      </summary>
      <ul className="mt-1 ml-4 list-disc pl-3">
        {scopes.map((scope) => (
          <li key={scope}>{t(`scopes.${scope as 'documents.read'}`)}</li>
        ))}
      </ul>
    </details>
  )
}
