import type { InvitationView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2, Mail, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatExactly, formatMoment, formatNumber } from '../../formats.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { ShownOnce } from '../../forms/shown-once.tsx'
import { invitationsQuery, ofWorkspace } from '../../queries.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useReportError } from '../../use-report-error.ts'

/** Invitations that nobody, or not everybody, has accepted yet. */
export function InvitationList() {
  const { t } = useTranslation()
  const { data: invitations, error, refetch } = useQuery(invitationsQuery())
  const [renewed, setRenewed] = useState<{ invitation: InvitationView; link: string }>()
  const [revoking, setRevoking] = useState<InvitationView>()
  return (
    <section aria-labelledby="invitations" className="mt-6">
      <h2 id="invitations" className="text-base font-semibold">
        {t('invitations.title')}
      </h2>
      {error && !invitations && (
        <div className="mt-3">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!invitations && !error && <Skeleton className="mt-3 h-14" />}
      {invitations?.length === 0 && <p className="mt-1 text-sm text-muted">{t('invitations.empty')}</p>}
      {invitations && invitations.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-xl border border-line bg-surface">
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} onRenewed={setRenewed} onRevoke={() => setRevoking(invitation)} />
          ))}
        </ul>
      )}
      <Dialog
        isOpen={renewed !== undefined}
        onClose={() => setRenewed(undefined)}
        title={t('invitations.renewedTitle')}
        closeLabel={t('app.close')}
      >
        {renewed && (
          <ShownOnce
            label={t('invite.link')}
            value={renewed.link}
            text={
              renewed.invitation.email
                ? t('invitations.renewedFor', { email: renewed.invitation.email })
                : t('invitations.renewedAny')
            }
          />
        )}
      </Dialog>
      <Dialog
        isOpen={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('invitations.revokeQuestion')}
        closeLabel={t('app.close')}
      >
        {revoking && <RevokeForm invitation={revoking} onDone={() => setRevoking(undefined)} />}
      </Dialog>
    </section>
  )
}

const useInvitee = ({ email }: InvitationView): string => {
  const { t } = useTranslation()
  return email ?? t('invitations.anyone')
}

function RevokeForm({ invitation, onDone }: { invitation: InvitationView; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const invitee = useInvitee(invitation)
  return (
    <ConfirmForm
      submitLabel={t('invitations.revokeAction')}
      act={() => api.call(routes.invitations.revokeInvitation, { params: { ...ofWorkspace(), id: invitation.id } })}
      onCancel={onDone}
      onDone={() => {
        onDone()
        void queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey })
      }}
    >
      <p className="text-sm">{t('invitations.revokeConsequence', { invitee })}</p>
    </ConfirmForm>
  )
}

interface RowProps {
  invitation: InvitationView
  onRenewed: (renewed: { invitation: InvitationView; link: string }) => void
  onRevoke: () => void
}

function Row({ invitation, onRenewed, onRevoke }: RowProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const invitee = useInvitee(invitation)
  const { id, email, role, state, uses, maxUses, expiresAt, mail } = invitation
  const renew = useMutation({
    mutationFn: () => api.call(routes.invitations.renewInvitation, { params: { ...ofWorkspace(), id } }),
    onSuccess: async (reply) => {
      onRenewed(reply)
      await queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey })
    },
    onError: report,
  })
  const Icon = email ? Mail : Link2
  const facts = [
    t(`roles.${role}`),
    maxUses > 1 && t('invitations.uses', { count: maxUses, uses: formatNumber(uses), maxUses: formatNumber(maxUses) }),
    email && mail !== 'none' && t(`mailStates.${mail}`),
  ]
  return (
    <li className="flex items-center gap-3 py-2.5 pr-2 pl-4">
      <Icon aria-hidden className="size-4 shrink-0 text-muted max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{invitee}</p>
        <p className="text-xs text-muted">
          {facts.filter(Boolean).join(' · ')}
          {' · '}
          <span className={classNames(state !== 'open' && 'font-medium text-busy')} title={formatExactly(expiresAt)}>
            {state === 'open' ? t('invitations.expires', { when: formatMoment(expiresAt) }) : t(`invitationStates.${state}`)}
          </span>
        </p>
      </div>
      <IconButton
        label={t('invitations.renew', { invitee })}
        icon={<RotateCw aria-hidden className={classNames('size-4', renew.isPending && 'animate-spin')} />}
        onClick={() => !renew.isPending && renew.mutate()}
      />
      <IconButton label={t('invitations.revoke', { invitee })} icon={<X aria-hidden className="size-4" />} onClick={onRevoke} />
    </li>
  )
}
