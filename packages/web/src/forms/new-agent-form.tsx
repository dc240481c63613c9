import type { AgentView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

/** The name of an agent and what to ask it about. */
export function NewAgentForm({ onMade }: { onMade: (agent: AgentView) => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const make = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.agents.createAgent, {
        body: { name: textOf(form, 'name').trim(), description: textOf(form, 'description').trim() },
      }),
    onSuccess: async (agent) => {
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
      onMade(agent)
    },
  })
  const isTaken = isCode(make.error, 'agent/name-taken')
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!make.isPending) make.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('agentFields.name')}
        name="name"
        required
        maxLength={80}
        autoComplete="off"
        problem={isTaken ? t('errors.agent/name-taken') : fieldProblems(make.error).name}
      />
      <TextArea
        label={t('agentFields.description')}
        hint={t('agentHints.description')}
        name="description"
        rows={2}
        maxLength={500}
      />
      {!isTaken && <FormError error={make.error} />}
      <Button type="submit" look="primary" className="self-end" isBusy={make.isPending}>
        {t('agents.create')}
      </Button>
    </form>
  )
}
