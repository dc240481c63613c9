import type { EvaluationSetView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { evaluationKey } from '../evaluation-queries.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

interface EvaluationSetFormProps {
  /** The one to rename; without it a new one is made. */
  set?: EvaluationSetView
  onDone: (set: EvaluationSetView) => void
  onCancel: () => void
}

export function EvaluationSetForm({ set, onDone, onCancel }: EvaluationSetFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: (name: string) =>
      set
        ? api.call(routes.evaluation.renameSet, { params: { id: set.id }, body: { name } })
        : api.call(routes.evaluation.createSet, { body: { name } }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: evaluationKey() })
      onDone(saved)
    },
  })
  const isTaken = isCode(save.error, 'evaluation/name-taken')
  const problem = isTaken ? t('errors.evaluation/name-taken') : fieldProblems(save.error).name
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(textOf(new FormData(event.currentTarget), 'name').trim())
      }}
    >
      <TextField
        label={t('searchQuality.setName')}
        name="name"
        defaultValue={set?.name}
        required
        maxLength={120}
        autoComplete="off"
        problem={problem}
      />
      {!problem && <FormError error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t(set ? 'app.save' : 'searchQuality.createSet')}
        </Button>
      </div>
    </form>
  )
}
