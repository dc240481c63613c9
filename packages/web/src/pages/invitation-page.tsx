import type { Me } from '@brain-ai/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Unlink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isCode } from '../api.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { formatExactly } from '../formats.ts'
import { invitationQuery } from '../queries.ts'
import { meQuery, settle } from '../session.ts'
import { PlainPage } from '../shell/plain-page.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'
import { chooseWorkspace } from '../workspace-choice.ts'
import { AcceptInvitation } from './invitation/accept-invitation.tsx'
import { SignUpInvited } from './invitation/sign-up-invited.tsx'

const route = getRouteApi('/invitation/$token')

/** Where the link of an invitation leads: what it offers, and the one step to take it. */
export function InvitationPage() {
  const { t } = useTranslation()
  const { token } = route.useParams()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const { data: offer, error, refetch } = useQuery(invitationQuery(token))
  const me = useQuery(meQuery)
  const isSignedOut = isCode(me.error, 'auth/required')
  const who = isSignedOut ? undefined : me.data

  if (isCode(error, 'auth/link-invalid', 'invitation/not-found', 'request/invalid', 'workspace/not-found'))
    return (
      <PlainPage title={t('invitation.deadTitle')}>
        <Notice
          look="plain"
          icon={<Unlink aria-hidden className="text-bad" />}
          title={t('errors.auth/link-invalid')}
          actions={
            <Link to="/" className={buttonClass('secondary')}>
              {t(who ? 'invitation.open' : 'setup.doneAction')}
            </Link>
          }
        >
          {t('invitation.deadText')}
        </Notice>
      </PlainPage>
    )
  const problem = error ?? (isSignedOut ? null : me.error)
  if (problem && !(offer && who))
    return (
      <PlainPage title={t('invitation.title')}>
        <ErrorNotice error={problem} onRetry={() => void Promise.all([refetch(), me.refetch()])} />
      </PlainPage>
    )
  if (!offer || !(who || isSignedOut))
    return (
      <PlainPage title={t('invitation.title')}>
        <div className="flex flex-col gap-5">
          <Skeleton className="h-24" />
          <Skeleton className="h-10" />
        </div>
      </PlainPage>
    )

  const { workspace, role, invitedBy, expiresAt } = offer
  const enter = (joined?: Me) => {
    chooseWorkspace(workspace.slug)
    if (joined) {
      // Nothing that was kept for nobody, or for the time before, holds any more.
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, settle(joined))
    }
    void navigate({ to: '/', replace: true })
  }
  return (
    <PlainPage title={t('invitation.heading', { workspace: workspace.name })}>
      <div className="flex flex-col gap-6">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 rounded-xl border border-line bg-surface p-4 text-sm">
          <Fact name={t('invitation.role')} value={t(`roles.${role}`)} hint={t(`roleTexts.${role}`)} />
          {invitedBy && <Fact name={t('invitation.by')} value={invitedBy} />}
          <Fact name={t('invitation.until')} value={formatExactly(expiresAt)} />
        </dl>
        {who ? (
          <AcceptInvitation token={token} offer={offer} me={who} onDone={enter} />
        ) : (
          <SignUpInvited token={token} offer={offer} onDone={enter} />
        )}
      </div>
    </PlainPage>
  )
}

const Fact = ({ name, value, hint }: { name: string; value: string; hint?: string }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="font-medium">
      {value}
      {hint && <span className="block text-xs font-normal text-muted">{hint}</span>}
    </dd>
  </>
)
