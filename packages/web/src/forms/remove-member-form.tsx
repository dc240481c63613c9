import type { MemberView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { ofWorkspace } from '../queries.ts'
import { useWorkspace } from '../session.ts'
import { showToast } from '../ui/show-toast.ts'
import { ConfirmForm } from './confirm-form.tsx'

/** Takes a person out of the workspace. */
export function RemoveMemberForm({ member, onDone }: { member: MemberView; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const workspace = useWorkspace()
  const { userId, name, email } = member
  return (
    <ConfirmForm
      submitLabel={t('members.removeAction')}
      act={() => api.call(routes.members.removeMember, { params: { ...ofWorkspace(), userId } })}
      onCancel={onDone}
      onDone={() => {
        showToast({ text: t('members.removed', { name }) })
        onDone()
        void queryClient.invalidateQueries({ queryKey: ['workspace'] })
      }}
    >
      <p className="text-sm">{t('members.removeConsequence', { name, email, workspace: workspace.name })}</p>
    </ConfirmForm>
  )
}
