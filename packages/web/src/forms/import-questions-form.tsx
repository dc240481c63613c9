import type { BrainError } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { evaluationKey } from '../evaluation-queries.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { textOf } from './field-problems.ts'
import { pastedQuestions } from './pasted-questions.ts'

interface ImportQuestionsFormProps {
  setId: string
  onDone: () => void
  onCancel: () => void
}

/** Many questions at once: rows of a spreadsheet, or lines as they are exported. All of them are taken or none. */
export function ImportQuestionsForm({ setId, onDone, onCancel }: ImportQuestionsFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const take = useMutation({
    mutationFn: (text: string) =>
      api.call(routes.evaluation.importQuestions, { params: { id: setId }, body: { jsonl: pastedQuestions(text) } }),
    onSuccess: async ({ added, extended, unchanged }) => {
      await queryClient.invalidateQueries({ queryKey: evaluationKey() })
      showToast({ text: t('searchQuality.imported', { added, extended, unchanged }) })
      onDone()
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        take.mutate(textOf(new FormData(event.currentTarget), 'lines'))
      }}
    >
      <TextArea
        label={t('searchQuality.lines')}
        hint={t('searchQuality.linesHint')}
        name="lines"
        required
        rows={8}
        spellCheck={false}
        className="font-mono text-xs!"
        placeholder={`${t('searchQuality.exampleQuestion')}\t${t('searchQuality.exampleDocument')}`}
      />
      {isCode(take.error, 'evaluation/import-invalid') ? <LineProblems error={take.error} /> : <FormError error={take.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={take.isPending}>
          {t('searchQuality.importQuestions')}
        </Button>
      </div>
    </form>
  )
}

function LineProblems({ error }: { error: BrainError }) {
  const { t } = useTranslation()
  const { errors = [], lines } = error.details as { errors?: { path: string; message: string }[]; lines?: number }
  return (
    <div role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">
      <p className="font-medium">{t('searchQuality.linesWrong', { count: lines ?? errors.length })}</p>
      <ul className="mt-1 max-h-40 overflow-y-auto">
        {errors.map(({ path, message }) => (
          <li key={path + message}>{`${t('searchQuality.line', { line: /\d+$/.exec(path)?.[0] ?? path })}: ${message}`}</li>
        ))}
      </ul>
    </div>
  )
}
