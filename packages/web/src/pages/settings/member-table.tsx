import type { MemberView } from '@brain-ai/contract'
import { UserMinus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatExactly } from '../../formats.ts'
import { RemoveMemberForm } from '../../forms/remove-member-form.tsx'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useIsWide } from '../../ui/use-is-wide.ts'
import { MemberRole } from './member-role.tsx'

/** The members, a row each; where there is little room, a card each. */
export function MemberTable({ members }: { members: MemberView[] }) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const isWide = useIsWide(frame, 560)
  const mayWrite = useMay('members.write')
  const isOwner = useMay('workspace.own')
  const [leaving, setLeaving] = useState<MemberView>()
  // Oneself leaves, and only owners part with owners.
  const mayRemove = ({ isYou, role }: MemberView) => mayWrite && !isYou && (role !== 'owner' || isOwner)
  const removeButton = (member: MemberView) =>
    mayRemove(member) && (
      <IconButton
        label={t('members.remove', { name: member.name })}
        icon={<UserMinus aria-hidden className="size-4" />}
        onClick={() => setLeaving(member)}
      />
    )
  const head = 'py-2 pr-4 text-left text-xs font-medium text-muted'
  return (
    <div ref={frame}>
      {isWide ? (
        <table className="w-full border-separate border-spacing-0 [&_td]:border-b [&_td]:border-line [&_th]:border-b [&_th]:border-line">
          <thead>
            <tr>
              <th scope="col" className={head}>
                {t('members.person')}
              </th>
              <th scope="col" className={`${head} w-40`}>
                {t('members.role')}
              </th>
              <th scope="col" className={`${head} w-32`}>
                {t('members.joined')}
              </th>
              <th scope="col" className="w-10">
                <span className="sr-only">{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.userId}>
                <td className="max-w-0 py-2.5 pr-4">
                  <Person member={member} />
                </td>
                <td className="py-2.5 pr-4">
                  <MemberRole member={member} />
                </td>
                <td className="py-2.5 pr-4 text-sm whitespace-nowrap text-muted">
                  <Joined member={member} />
                </td>
                <td className="py-2.5 text-right">{removeButton(member)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <ul className="flex flex-col gap-3">
          {members.map((member) => (
            <li key={member.userId} className="rounded-xl border border-line bg-surface p-4">
              <div className="flex items-start justify-between gap-2">
                <Person member={member} />
                {removeButton(member)}
              </div>
              <div className="mt-3 flex items-center justify-between gap-4">
                <MemberRole member={member} />
                <span className="text-xs text-muted">
                  {t('members.joined')} <Joined member={member} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Dialog
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={t('members.removeQuestion', { name: leaving?.name })}
        closeLabel={t('app.close')}
      >
        {leaving && <RemoveMemberForm member={leaving} onDone={() => setLeaving(undefined)} />}
      </Dialog>
    </div>
  )
}

function Person({ member: { name, email, isYou } }: { member: MemberView }) {
  const { t } = useTranslation()
  return (
    <div className="min-w-0">
      <p className="truncate text-sm font-medium">
        {name}
        {isYou && (
          <span className="ml-2 rounded-full bg-sunken px-2 py-0.5 text-xs font-normal text-muted">{t('members.you')}</span>
        )}
      </p>
      <p className="truncate text-xs text-muted">{email}</p>
    </div>
  )
}

const Joined = ({ member: { joinedAt } }: { member: MemberView }) => (
  <time dateTime={joinedAt} title={formatExactly(joinedAt)}>
    {formatDate(joinedAt)}
  </time>
)
