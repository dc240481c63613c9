import { useQuery } from '@tanstack/react-query'
import { Link2, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatNumber } from '../../formats.ts'
import { InviteForm } from '../../forms/invite-form.tsx'
import { InviteLinkForm } from '../../forms/invite-link-form.tsx'
import { membersQuery, methodsQuery, usageQuery } from '../../queries.ts'
import { useIsHeldBack, useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { InvitationList } from './invitation-list.tsx'
import { MemberTable } from './member-table.tsx'
import { SettingsPage } from './settings-page.tsx'

/** From so many members on, one looks for a name rather than reading all of them. */
const manyMembers = 10

/** Who is in the workspace, as what, and who is invited. */
export function MembersPage() {
  const { t } = useTranslation()
  const mayWrite = useMay('members.write')
  const isHeldBack = useIsHeldBack('members.write')
  const [dialog, setDialog] = useState<'people' | 'link'>()
  const [filter, setFilter] = useState('')
  const { data: members, error, refetch } = useQuery(membersQuery())
  const canMail = useQuery(methodsQuery).data?.canMail ?? true
  const close = () => setDialog(undefined)

  const wanted = filter.trim().toLowerCase()
  const shown = members?.filter(({ name, email }) => `${name}\n${email}`.toLowerCase().includes(wanted)) ?? []
  const whoMay = !mayWrite && !isHeldBack && t('members.whoMay')
  return (
    <SettingsPage
      title={t('settings.members')}
      intro={
        <>
          {members && <MemberCount members={members.length} />}
          {whoMay && <p className="mt-1">{whoMay}</p>}
        </>
      }
      actions={
        mayWrite && (
          <>
            <Button icon={<Link2 aria-hidden className="size-4" />} onClick={() => setDialog('link')}>
              {t('invite.makeLink')}
            </Button>
            <Button look="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setDialog('people')}>
              {t('invite.people')}
            </Button>
          </>
        )
      }
    >
      <div className="mt-6 flex flex-col gap-4">
        {error && !members && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!members && !error && [1, 2, 3].map((row) => <Skeleton key={row} className="h-14" />)}
        {members && members.length > manyMembers && (
          <SearchBox label={t('members.filter')} value={filter} onChange={setFilter} className="md:w-72" />
        )}
        {members && (
          <>
            {shown.length > 0 ? (
              <MemberTable members={shown} />
            ) : (
              <p className="py-6 text-sm text-muted">{t('members.noMatch')}</p>
            )}
            <p role="status" className="sr-only">
              {wanted && t('members.count', { count: shown.length })}
            </p>
          </>
        )}
        {mayWrite && <InvitationList />}
      </div>
      <Dialog
        isOpen={dialog === 'people'}
        onClose={close}
        title={t('invite.people')}
        intro={canMail ? t('invite.peopleIntro') : t('invite.peopleIntroNoMail')}
        closeLabel={t('app.close')}
      >
        <InviteForm onDone={close} onWantLink={() => setDialog('link')} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'link'}
        onClose={close}
        title={t('invite.makeLink')}
        intro={t('invite.linkIntro')}
        closeLabel={t('app.close')}
      >
        <InviteLinkForm onDone={close} />
      </Dialog>
    </SettingsPage>
  )
}

/** How many there are, and how many there may be where that is limited. */
function MemberCount({ members }: { members: number }) {
  const { t } = useTranslation()
  const limit = useQuery(usageQuery()).data?.lines.find(({ metric }) => metric === 'users')?.limit
  return (
    <p>
      {typeof limit === 'number'
        ? t('members.countOf', { count: limit, used: formatNumber(members), limit: formatNumber(limit) })
        : t('members.count', { count: members })}
    </p>
  )
}
