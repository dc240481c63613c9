import type { EvaluationQuestionView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { evaluationKey } from '../evaluation-queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { DocumentPicker } from './document-picker.tsx'
import { textOf } from './field-problems.ts'

interface EvaluationQuestionFormProps {
  setId: string
  /** The one to change; without it a new one is added. */
  question?: EvaluationQuestionView
  onDone: () => void
  onCancel: () => void
}

interface Expected {
  readonly key: string
  readonly documentId: string
  readonly title: string
  readonly quote: string
  readonly relevance: number
}

/** A question with the documents that search should find for it. */
export function EvaluationQuestionForm({ setId, question, onDone, onCancel }: EvaluationQuestionFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [expected, setExpected] = useState<Expected[]>(() =>
    (question?.expected ?? []).map((one) => ({ ...one, key: `${one.documentId} ${one.quote}` })),
  )
  const [isTried, setIsTried] = useState(false)
  const save = useMutation({
    mutationFn: async (form: FormData) => {
      const body = {
        question: textOf(form, 'question'),
        notes: textOf(form, 'notes'),
        expected: expected.map(({ documentId, quote, relevance }) => ({ document: documentId, quote, relevance })),
      }
      if (question) await api.call(routes.evaluation.updateQuestion, { params: { id: setId, questionId: question.id }, body })
      else await api.call(routes.evaluation.addQuestion, { params: { id: setId }, body })
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: evaluationKey() })
      showToast({ text: t(question ? 'app.saved' : 'searchQuality.questionAdded'), timeoutMs: 2500 })
      onDone()
    },
  })
  const change = (key: string, part: Partial<Expected>) =>
    setExpected((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setIsTried(true)
        if (expected.length > 0) save.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextArea
        label={t('searchQuality.question')}
        name="question"
        defaultValue={question?.question}
        required
        maxLength={2000}
        rows={2}
      />
      <DocumentPicker
        label={t('searchQuality.expected')}
        hint={t('searchQuality.expectedHint')}
        problem={isTried && expected.length === 0 ? t('searchQuality.expectedMissing') : undefined}
        onPick={({ id, title }) =>
          setExpected((all) => [...all, { key: crypto.randomUUID(), documentId: id, title, quote: '', relevance: 1 }])
        }
      />
      {expected.length > 0 && (
        <ul aria-label={t('searchQuality.expected')} className="flex flex-col gap-2">
          {expected.map((one) => (
            <ExpectedRow
              key={one.key}
              expected={one}
              onChange={(part) => change(one.key, part)}
              onRemove={() => setExpected((all) => all.filter(({ key }) => key !== one.key))}
            />
          ))}
        </ul>
      )}
      <TextField
        label={t('searchQuality.notes')}
        name="notes"
        defaultValue={question?.notes}
        maxLength={2000}
        autoComplete="off"
      />
      <FormError error={save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t(question ? 'app.save' : 'searchQuality.addQuestion')}
        </Button>
      </div>
    </form>
  )
}

interface ExpectedRowProps {
  expected: Expected
  onChange: (part: Partial<Expected>) => void
  onRemove: () => void
}

const relevances = [1, 2, 3]

function ExpectedRow({ expected: { title, quote, relevance }, onChange, onRemove }: ExpectedRowProps) {
  const { t } = useTranslation()
  // More than these come from files only.
  const offered = relevances.includes(relevance) ? relevances : [...relevances, relevance]
  return (
    <li className="flex flex-col gap-2 rounded-xl border border-line bg-surface p-3">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-sm font-medium">{title}</p>
        <IconButton
          label={t('searchQuality.removeDocument', { title })}
          icon={<X aria-hidden className="size-4" />}
          onClick={onRemove}
        />
      </div>
      <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <TextField
          label={t('searchQuality.quote')}
          value={quote}
          onChange={(event) => onChange({ quote: event.target.value })}
          maxLength={500}
          autoComplete="off"
        />
        <SelectField
          label={t('searchQuality.relevance')}
          value={String(relevance)}
          choices={offered.map((value) => ({
            value: String(value),
            label: value > 3 ? String(value) : t(`relevances.${value as 1 | 2 | 3}`),
          }))}
          onChoose={(value) => onChange({ relevance: Number(value) })}
        />
      </div>
    </li>
  )
}
