import { type InvitableRole, invitableRoles } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, MailX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isCode } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { textOfError } from '../error-text.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-field.tsx'
import { TextArea } from '../ui/field.tsx'
import { Notice } from '../ui/states.tsx'
import { readAddresses } from './invite-addresses.ts'
import { type Invited, invitePeople, type NotInvited } from './invite-people.ts'
import { RoleField } from './role-field.tsx'

interface InviteFormProps {
  onDone: () => void
  onWantLink: () => void
}

/** Invites people by their addresses. Who could not be invited stays in the field, with the reason. */
export function InviteForm({ onDone, onWantLink }: InviteFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [role, setRole] = useState<InvitableRole>('member')
  const [invited, setInvited] = useState<Invited[]>([])
  const { addresses, wrong } = readAddresses(text)
  const invite = useMutation({
    mutationFn: () => invitePeople(addresses, role),
    onSuccess: async (result) => {
      setInvited((before) => [...before, ...result.invited])
      setText([...result.notInvited.map(({ email }) => email), ...wrong].join('\n'))
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
  })
  const notInvited = invite.data?.notInvited ?? []
  const limit = notInvited.find(({ error }) => isCode(error, 'limit/reached'))?.error
  const isThrough = invited.length > 0 && text.trim() === ''
  const [emptyProblem, setEmptyProblem] = useState(false)
  const problem =
    wrong.length > 0 && (invite.isSuccess || emptyProblem)
      ? t('invite.notAnAddress', { count: wrong.length, addresses: wrong.join(', ') })
      : emptyProblem && addresses.length === 0
        ? t('invite.noAddress')
        : undefined

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setEmptyProblem(addresses.length === 0)
        if (addresses.length > 0 && !invite.isPending) invite.mutate()
      }}
    >
      {invited.length > 0 && <InvitedList invited={invited} />}
      {!isThrough && (
        <>
          <TextArea
            label={t('invite.addresses')}
            hint={t('invite.addressesHint')}
            problem={problem}
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            inputMode="email"
          />
          <RoleField label={t('members.role')} roles={invitableRoles} value={role} onChoose={setRole} />
        </>
      )}
      {limit ? <FormError error={limit} /> : <Refusals refused={notInvited} />}
      <FormError error={invite.error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isThrough ? (
          <Button look="primary" onClick={onDone}>
            {t('app.done')}
          </Button>
        ) : (
          <>
            <Button look="ghost" className="mr-auto" onClick={onWantLink}>
              {t('invite.ratherLink')}
            </Button>
            <Button type="submit" look="primary" isBusy={invite.isPending}>
              {t('invite.submit', { count: Math.max(1, addresses.length) })}
            </Button>
          </>
        )}
      </div>
    </form>
  )
}

/** Who is invited, each with a link in case the mail does not arrive; where no mail leaves at all, that is said. */
function InvitedList({ invited }: { invited: Invited[] }) {
  const { t } = useTranslation()
  const isWithoutMail = invited.some(({ invitation: { mail } }) => mail === 'kept' || mail === 'none')
  return (
    <div className="flex flex-col gap-3">
      {isWithoutMail && (
        <Notice look="busy" icon={<MailX aria-hidden className="text-busy" />} title={t('invite.noMailTitle')}>
          {t('invite.noMailText')}
        </Notice>
      )}
      <ul aria-label={t('invite.invited')} className="divide-y divide-line rounded-xl border border-line">
        {invited.map(({ email, link, invitation }) => (
          <li key={invitation.id} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
            <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm">{email}</span>
              <span className="block text-xs text-muted">{t(`mailStates.${invitation.mail}`)}</span>
            </span>
            <CopyButton value={link} copyLabel={t('invite.copyLink')} copiedLabel={t('app.copied')} />
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted">{t('invite.linksOnce')}</p>
    </div>
  )
}

function Refusals({ refused }: { refused: NotInvited[] }) {
  const { t } = useTranslation()
  if (refused.length === 0) return null
  return (
    <div role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">
      <ul className="flex flex-col gap-1">
        {refused.map(({ email, error }) => (
          <li key={email} className="flex items-start gap-2">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0 wrap-anywhere">
              {email}: {textOfError(t, error).text}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
