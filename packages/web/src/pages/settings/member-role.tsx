import { invitableRoles, type MemberView, type Role, roles } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { membersQuery, ofWorkspace } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { SelectField } from '../../ui/field.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { useReportError } from '../../use-report-error.ts'

/** The role of a member: a choice for those who may set it, else a word. Changes at once, and can be undone. */
export function MemberRole({ member }: { member: MemberView }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const mayWrite = useMay('members.write')
  const isOwner = useMay('workspace.own')
  const { queryKey } = membersQuery()
  const { userId, name } = member

  const put = (changed: MemberView) =>
    queryClient.setQueryData(queryKey, (data) => ({
      members: data?.members.map((other) => (other.userId === changed.userId ? changed : other)) ?? [],
    }))
  const change = useMutation({
    mutationFn: ({ role }: { role: Role; before?: Role }) =>
      api.call(routes.members.updateMember, { params: { ...ofWorkspace(), userId }, body: { role } }),
    onMutate: async ({ role }) => {
      await queryClient.cancelQueries({ queryKey })
      put({ ...member, role })
    },
    onSuccess: (changed, { before }) => {
      put(changed)
      const undo = before && { label: t('app.undo'), run: () => change.mutate({ role: before }) }
      showToast({ text: t('members.roleChanged', { name, role: t(`roles.${changed.role}`) }), action: undo })
    },
    onError: (error) => {
      put(member)
      report(error)
    },
  })

  if (!mayWrite || member.isYou || (member.role === 'owner' && !isOwner))
    return <span className="text-sm">{t(`roles.${member.role}`)}</span>
  const given: readonly Role[] = isOwner ? roles : invitableRoles
  return (
    <SelectField
      isLabelHidden
      className="w-36"
      label={t('members.roleOf', { name })}
      value={member.role}
      choices={given.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      onChoose={(role) => change.mutate({ role: role as Role, before: member.role })}
    />
  )
}
