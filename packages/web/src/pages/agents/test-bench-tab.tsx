import type { AgentView, TestRunView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice, FormError } from '../../error-notice.tsx'
import { formatMoment } from '../../formats.ts'
import { agentVersionsQuery, testQuestionsQuery, testRunsQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { TestQuestions } from './test-questions.tsx'
import { TestRun } from './test-run.tsx'

const route = getRouteApi('/shell/agents/$id')

/** Saved questions, asked of two versions, with the answers side by side. */
export function TestBenchTab({ agent }: { agent: AgentView }) {
  const { t } = useTranslation()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const questions = useQuery(testQuestionsQuery(agent.id))
  const runs = useQuery(testRunsQuery(agent.id))
  const open = (id: string) => void navigate({ search: { tab: 'bench', run: id }, replace: true, resetScroll: false })
  const shown = run ?? runs.data?.[0]?.id
  const results = useRef<HTMLElement>(null)
  const isThere = runs.data !== undefined
  useEffect(() => {
    if (run && isThere) results.current?.scrollIntoView({ block: 'start' })
  }, [run, isThere])
  if (questions.error)
    return (
      <div className="mt-6">
        <ErrorNotice error={questions.error} onRetry={() => void questions.refetch()} />
      </div>
    )
  return (
    <>
      <Section title={t('bench.questions')} intro={t('bench.questionsIntro')} className="border-t-0 pt-0!">
        {questions.data ? <TestQuestions agentId={agent.id} questions={questions.data} /> : <Skeleton className="h-32" />}
      </Section>
      <Section title={t('bench.run')} intro={t('bench.runIntro')}>
        <StartForm agent={agent} isEmpty={questions.data?.length === 0} onStarted={open} />
      </Section>
      {runs.data && runs.data.length > 0 && shown && (
        <section ref={results} aria-labelledby="results" className="mt-8 flex flex-col gap-4 border-t border-line pt-8">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <h2 id="results" className="text-base font-semibold">
              {t('bench.results')}
            </h2>
            <SelectField
              isLabelHidden
              label={t('bench.pastRuns')}
              className="w-full sm:w-80"
              choices={runs.data.map((one) => ({ value: one.id, label: runName(one) }))}
              value={shown}
              onChoose={open}
            />
          </div>
          <TestRun key={shown} agentId={agent.id} runId={shown} />
        </section>
      )}
    </>
  )

  function runName({ versions, createdAt }: TestRunView) {
    return t('bench.pastRun', { first: versions[0], second: versions[1], when: formatMoment(createdAt) })
  }
}

interface StartFormProps {
  agent: AgentView
  isEmpty: boolean | undefined
  onStarted: (id: string) => void
}

function StartForm({ agent, isEmpty, onStarted }: StartFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: versions = [] } = useQuery(agentVersionsQuery(agent.id))
  const [first, setFirst] = useState(Math.max(1, agent.version - 1))
  const [second, setSecond] = useState(agent.version)
  const start = useMutation({
    mutationFn: () => api.call(routes.agents.startTestRun, { params: { id: agent.id }, body: { versions: [first, second] } }),
    onSuccess: async (run) => {
      await queryClient.invalidateQueries({ queryKey: testRunsQuery(agent.id).queryKey })
      onStarted(run.id)
    },
  })
  const choices = versions.map(({ version, note }) => ({
    value: String(version),
    label: note ? t('bench.versionOptionNote', { version, note }) : t('bench.versionOption', { version }),
  }))
  return (
    <div className="flex flex-col gap-3">
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto]">
        <SelectField
          label={t('bench.first')}
          choices={choices}
          value={String(first)}
          onChoose={(value) => setFirst(Number(value))}
        />
        <SelectField
          label={t('bench.second')}
          choices={choices}
          value={String(second)}
          onChoose={(value) => setSecond(Number(value))}
        />
        <Button look="primary" disabled={isEmpty !== false} isBusy={start.isPending} onClick={() => start.mutate()}>
          {t('bench.start')}
        </Button>
      </div>
      <FormError error={start.error} />
    </div>
  )
}
