import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { ErrorNotice, FormError } from '../error-notice.tsx'
import { evaluationKey, evaluationSetsQuery } from '../evaluation-queries.ts'
import { Button } from '../ui/button.tsx'
import { CheckboxField, SelectField, TextField } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { Skeleton } from '../ui/states.tsx'

/** A place that answers a question well. */
export interface GoodPlace {
  readonly question: string
  readonly documentId: string
  readonly title: string
  /** As it stands in one passage of the document. */
  readonly quote: string
}

const maxQuote = 500
const newSet = ''

interface AddToSetFormProps {
  place: GoodPlace
  onDone: () => void
}

/** Puts a question with a document that was rightly found into an evaluation set. */
export default function AddToSetForm({ place, onDone }: AddToSetFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: sets, error, refetch } = useQuery(evaluationSetsQuery())
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState('')
  const [isPlaceOnly, setIsPlaceOnly] = useState(false)
  const setId = chosen ?? sets?.[0]?.id ?? newSet
  const add = useMutation({
    mutationFn: async () => {
      const id = setId === newSet ? (await api.call(routes.evaluation.createSet, { body: { name } })).id : setId
      const quote = isPlaceOnly ? place.quote.slice(0, maxQuote) : ''
      await api.call(routes.evaluation.addQuestion, {
        params: { id },
        body: { question: place.question, expected: [{ document: place.documentId, quote }] },
      })
    },
    onSuccess: () => {
      showToast({ text: t('addToSet.done'), timeoutMs: 2500 })
      onDone()
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: evaluationKey() }),
  })
  if (error && !sets) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!sets) return <Skeleton className="h-40" />
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate()
      }}
    >
      <p className="rounded-lg bg-sunken px-3 py-2 text-sm wrap-anywhere">
        {t('addToSet.what', { question: place.question, title: place.title })}
      </p>
      {sets.length > 0 && (
        <SelectField
          label={t('addToSet.set')}
          value={setId}
          onChoose={setChosen}
          choices={[...sets.map(({ id, name }) => ({ value: id, label: name })), { value: newSet, label: t('addToSet.newSet') }]}
        />
      )}
      {setId === newSet && (
        <TextField
          label={t('searchQuality.setName')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={120}
          autoComplete="off"
        />
      )}
      <CheckboxField
        label={t('addToSet.placeOnly')}
        hint={t('addToSet.placeOnlyHint')}
        checked={isPlaceOnly}
        onChange={(event) => setIsPlaceOnly(event.target.checked)}
      />
      <FormError error={add.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={add.isPending}>
        {t('addToSet.add')}
      </Button>
    </form>
  )
}
