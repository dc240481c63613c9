import { type InvitableRole, invitableRoles } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { formatDay, formatNumber } from '../formats.ts'
import { invitationsQuery, ofWorkspace } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { RoleField } from './role-field.tsx'
import { ShownOnce } from './shown-once.tsx'

const days = [1, 7, 30, 90] as const

/** A link that several people can join with. */
export function InviteLinkForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [role, setRole] = useState<InvitableRole>('member')
  const [expiresInDays, setExpiresInDays] = useState(7)
  const make = useMutation({
    mutationFn: (maxUses: number) =>
      api.call(routes.invitations.createInvitation, { params: ofWorkspace(), body: { role, maxUses, expiresInDays } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey }),
  })
  if (make.data) {
    const { maxUses, expiresAt } = make.data.invitation
    return (
      <div className="flex flex-col gap-4">
        <ShownOnce
          label={t('invite.link')}
          value={make.data.link}
          text={t('invite.linkMade', {
            count: maxUses,
            formatted: formatNumber(maxUses),
            role: t(`roles.${role}`),
            date: formatDay(expiresAt),
          })}
        />
        <Button look="primary" className="self-end" onClick={onDone}>
          {t('app.done')}
        </Button>
      </div>
    )
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate(Number(textOf(new FormData(event.currentTarget), 'maxUses')))
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('invite.uses')}
          hint={t('invite.usesHint')}
          name="maxUses"
          type="number"
          inputMode="numeric"
          min={1}
          max={1000}
          defaultValue={10}
          required
          problem={fieldProblems(make.error).maxUses}
        />
        <SelectField
          label={t('invite.validFor')}
          value={String(expiresInDays)}
          choices={days.map((count) => ({ value: String(count), label: t('invite.days', { count }) }))}
          onChoose={(value) => setExpiresInDays(Number(value))}
          className="[&_select]:md:h-10"
        />
      </div>
      <RoleField label={t('members.role')} roles={invitableRoles} value={role} onChoose={setRole} />
      <FormError error={make.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={make.isPending}>
        {t('invite.makeLink')}
      </Button>
    </form>
  )
}
