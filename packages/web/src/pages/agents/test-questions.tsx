import type { TestQuestionView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { PencilLine, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { FormError } from '../../error-notice.tsx'
import { textOf } from '../../forms/field-problems.ts'
import { testQuestionsQuery } from '../../queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { useReportError } from '../../use-report-error.ts'

/** The questions that versions are compared by, and a form for one more. */
export function TestQuestions({ agentId, questions }: { agentId: string; questions: TestQuestionView[] }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const report = useReportError()
  const [editing, setEditing] = useState<TestQuestionView>()
  const remove = useMutation({
    mutationFn: (questionId: string) => api.call(routes.agents.removeTestQuestion, { params: { id: agentId, questionId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: testQuestionsQuery(agentId).queryKey }),
    onError: report,
  })
  return (
    <div className="flex flex-col gap-4">
      {questions.length === 0 ? (
        <p className="text-sm text-muted">{t('bench.empty')}</p>
      ) : (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {questions.map((question) => (
            <li key={question.id} className="flex items-center gap-1 py-2 pr-2 pl-4">
              <div className="min-w-0 flex-1">
                <p className="text-sm wrap-anywhere">{question.question}</p>
                {question.expectation && <p className="line-clamp-2 text-xs text-muted">{question.expectation}</p>}
              </div>
              <IconButton
                label={t('bench.edit', question)}
                icon={<PencilLine aria-hidden className="size-4" />}
                onClick={() => setEditing(question)}
              />
              <IconButton
                label={t('bench.remove', question)}
                icon={<Trash2 aria-hidden className="size-4" />}
                disabled={remove.isPending}
                onClick={() => remove.mutate(question.id)}
              />
            </li>
          ))}
        </ul>
      )}
      <QuestionForm agentId={agentId} />
      <Dialog
        isOpen={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={t('bench.editTitle')}
        closeLabel={t('app.close')}
      >
        {editing && <QuestionForm agentId={agentId} question={editing} onDone={() => setEditing(undefined)} />}
      </Dialog>
    </div>
  )
}

interface QuestionFormProps {
  agentId: string
  /** The one to change; without it one more is kept. */
  question?: TestQuestionView
  onDone?: () => void
}

function QuestionForm({ agentId, question, onDone }: QuestionFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const save = useMutation({
    mutationFn: (fields: FormData) => {
      const body = { question: textOf(fields, 'question'), expectation: textOf(fields, 'expectation') }
      return question
        ? api.call(routes.agents.updateTestQuestion, { params: { id: agentId, questionId: question.id }, body })
        : api.call(routes.agents.addTestQuestion, { params: { id: agentId }, body })
    },
    onSuccess: async () => {
      form.current?.reset()
      await queryClient.invalidateQueries({ queryKey: testQuestionsQuery(agentId).queryKey })
      onDone?.()
    },
  })
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!save.isPending) save.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('bench.question')}
        name="question"
        defaultValue={question?.question}
        required
        maxLength={2000}
        autoComplete="off"
      />
      <TextArea
        label={t('bench.expectation')}
        name="expectation"
        defaultValue={question?.expectation}
        rows={2}
        maxLength={2000}
      />
      <FormError error={save.error} />
      <Button type="submit" className="self-start" isBusy={save.isPending}>
        {t(question ? 'app.save' : 'bench.add')}
      </Button>
    </form>
  )
}
