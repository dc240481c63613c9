import type { MemberView, WorkspaceView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { ofWorkspace } from '../queries.ts'
import { meQuery } from '../session.ts'
import { SelectField } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { ConfirmForm } from './confirm-form.tsx'

interface TransferFormProps {
  workspace: WorkspaceView
  /** Those it can go to. */
  members: MemberView[]
  onDone: () => void
}

/** Hands the workspace over to another member; who did so is an admin then. */
export function TransferForm({ workspace, members, onDone }: TransferFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [userId, setUserId] = useState('')
  const heir = members.find((member) => member.userId === userId)
  return (
    <ConfirmForm
      submitLabel={t('danger.transferAction')}
      isAllowed={heir !== undefined}
      typed={{ label: t('danger.transferType', { name: workspace.name }), text: workspace.name }}
      act={() => api.call(routes.members.transferOwnership, { params: ofWorkspace(), body: { userId } })}
      onCancel={onDone}
      onDone={() => {
        showToast({ text: t('danger.transferred', { name: heir?.name }) })
        onDone()
        void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
        void queryClient.invalidateQueries({ queryKey: ['workspace'] })
      }}
    >
      <p className="text-sm">{t('danger.transferConsequence')}</p>
      <SelectField
        label={t('danger.transferTo')}
        value={userId}
        choices={[
          { value: '', label: t('danger.transferChoose') },
          ...members.map((member) => ({ value: member.userId, label: `${member.name} (${member.email})` })),
        ]}
        onChoose={setUserId}
      />
    </ConfirmForm>
  )
}
