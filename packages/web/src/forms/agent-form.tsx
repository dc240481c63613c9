import type { AgentSettings, AgentView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { agentQuery, agentsKey } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { showToast } from '../ui/show-toast.ts'
import { AgentLimitFields, AgentSourceFields, AgentStyleFields, AgentToolFields } from './agent-fields.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

/** All that an agent is told. Saving makes a version; what somebody else saved in the meantime is never overwritten. */
export function AgentForm({ agent, settings }: { agent: AgentView; settings: AgentSettings }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(settings)
  const changed = Object.fromEntries(
    Object.entries(draft).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(settings[name as keyof AgentSettings]),
    ),
  ) as Partial<AgentSettings>
  const isChanged = Object.keys(changed).length > 0
  const save = useMutation({
    mutationFn: (note: string) =>
      api.call(routes.agents.updateAgent, {
        params: { id: agent.id },
        body: { settings: changed, version: agent.version, ...(note && { note }) },
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(agentQuery(agent.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: agentsKey() })
      showToast({ text: t('agents.saved', { version: saved.version }) })
    },
  })
  const problems = Object.fromEntries(
    Object.entries(fieldProblems(save.error)).map(([path, message]) => [path.replace(/^settings\./, ''), message]),
  )
  const isTaken = isCode(save.error, 'agent/name-taken')
  const set = (change: Partial<AgentSettings>) => setDraft((now) => ({ ...now, ...change }))
  const fields = { draft, set, problems }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged && !save.isPending) save.mutate(textOf(new FormData(event.currentTarget), 'note').trim())
      }}
    >
      <Section title={t('agentParts.about')} intro={t('agentParts.aboutIntro')} className="border-t-0 pt-0!">
        <div className="flex flex-col gap-5">
          <TextField
            label={t('agentFields.name')}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
            required
            maxLength={80}
            autoComplete="off"
            problem={isTaken ? t('errors.agent/name-taken') : problems.name}
          />
          <TextArea
            label={t('agentFields.description')}
            hint={t('agentHints.description')}
            value={draft.description}
            onChange={(event) => set({ description: event.target.value })}
            rows={2}
            maxLength={500}
            problem={problems.description}
          />
          <TextArea
            label={t('agentFields.instructions')}
            hint={t('agentHints.instructions')}
            value={draft.instructions}
            onChange={(event) => set({ instructions: event.target.value })}
            rows={7}
            maxLength={8000}
            problem={problems.instructions}
          />
        </div>
      </Section>
      <Section title={t('agentParts.sources')} intro={t('agentParts.sourcesIntro')}>
        <AgentSourceFields {...fields} />
      </Section>
      <Section title={t('agentParts.style')} intro={t('agentParts.styleIntro')}>
        <AgentStyleFields {...fields} />
      </Section>
      <Section title={t('agentParts.does')} intro={t('agentParts.doesIntro')}>
        <AgentToolFields {...fields} />
      </Section>
      <Section title={t('agentParts.limits')} intro={t('agentParts.limitsIntro')}>
        <AgentLimitFields {...fields} />
      </Section>
      {isChanged && (
        <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-10 mt-8 flex flex-col gap-3 rounded-xl border border-line-strong bg-raised p-4 shadow-high md:bottom-4">
          {!isTaken && <FormError error={save.error} />}
          <div className="flex flex-wrap items-end gap-2">
            <div className="min-w-56 flex-1">
              <TextField label={t('agents.note')} name="note" maxLength={300} autoComplete="off" />
            </div>
            {isCode(save.error, 'agent/changed-meanwhile') && (
              <Button onClick={() => void queryClient.invalidateQueries({ queryKey: agentsKey() })}>{t('agents.reload')}</Button>
            )}
            <Button onClick={() => setDraft(settings)}>{t('agents.discard')}</Button>
            <Button type="submit" look="primary" isBusy={save.isPending}>
              {t('app.save')}
            </Button>
          </div>
          <p role="status" className="sr-only">
            {t('agents.unsaved')}
          </p>
        </div>
      )}
    </form>
  )
}
