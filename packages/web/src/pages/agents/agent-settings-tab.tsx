import type { AgentView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { AgentForm } from '../../forms/agent-form.tsx'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { showToast } from '../../ui/show-toast.ts'

/** All settings of an agent, and at the bottom its end. */
export function AgentSettingsTab({ agent }: { agent: AgentView }) {
  const { t } = useTranslation()
  const [isDeleting, setIsDeleting] = useState(false)
  return (
    <>
      {agent.settings && <AgentForm key={agent.version} agent={agent} settings={agent.settings} />}
      {!agent.isGeneral && (
        <Section title={t('agents.danger')} intro={t('agents.deleteText')}>
          <Button look="danger" onClick={() => setIsDeleting(true)}>
            {t('agents.delete')}
          </Button>
        </Section>
      )}
      <Dialog
        isOpen={isDeleting}
        onClose={() => setIsDeleting(false)}
        title={t('agents.deleteQuestion', { name: agent.name })}
        closeLabel={t('app.close')}
      >
        <DeleteForm agent={agent} onCancel={() => setIsDeleting(false)} />
      </Dialog>
    </>
  )
}

function DeleteForm({ agent: { id, name }, onCancel }: { agent: AgentView; onCancel: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <ConfirmForm
      submitLabel={t('agents.delete')}
      act={() => api.call(routes.agents.deleteAgent, { params: { id } })}
      onCancel={onCancel}
      onDone={async () => {
        showToast({ text: t('agents.deleted', { name }) })
        await navigate({ to: '/agents', replace: true })
        await queryClient.invalidateQueries({ queryKey: ['workspace'] })
      }}
    >
      <p className="text-sm">{t('agents.deleteConsequence')}</p>
    </ConfirmForm>
  )
}
