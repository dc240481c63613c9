import type { CollectionAccess, CollectionView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

interface CollectionNameFormProps {
  /** The one to rename; without it a new one is made. */
  collection?: CollectionView
  onDone: (collection: CollectionView) => void
  onCancel: () => void
}

/** Another name for a collection, or a new collection with who may read it. */
export function CollectionNameForm({ collection, onDone, onCancel }: CollectionNameFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [access, setAccess] = useState<CollectionAccess>('workspace')
  const save = useMutation({
    mutationFn: (name: string) =>
      collection
        ? api.call(routes.collections.renameCollection, { params: { id: collection.id }, body: { name } })
        : api.call(routes.collections.createCollection, { body: { name, access } }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
      onDone(saved)
    },
  })
  const isTaken = isCode(save.error, 'collection/name-taken')
  const problem = isTaken ? t('errors.collection/name-taken') : fieldProblems(save.error).name
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(textOf(new FormData(event.currentTarget), 'name').trim())
      }}
    >
      <TextField
        label={t('collections.name')}
        name="name"
        defaultValue={collection?.name}
        required
        autoFocus
        maxLength={120}
        autoComplete="off"
        problem={problem}
      />
      {!collection && (
        <div className="flex flex-col gap-1">
          <AccessChoice value={access} onChoose={setAccess} />
          <p className="text-xs text-muted">{t(access === 'members' ? 'collections.newClosedHint' : 'collections.openHint')}</p>
        </div>
      )}
      {!problem && <FormError error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t(collection ? 'app.save' : 'collections.create')}
        </Button>
      </div>
    </form>
  )
}

interface AccessChoiceProps {
  value: CollectionAccess
  onChoose: (access: CollectionAccess) => void
  isLabelHidden?: boolean
}

export function AccessChoice({ value, onChoose, isLabelHidden = false }: AccessChoiceProps) {
  const { t } = useTranslation()
  return (
    <Segments
      label={t('collections.whoReads')}
      isLabelHidden={isLabelHidden}
      choices={[
        { value: 'workspace', label: t('collections.everyone') },
        { value: 'members', label: t('collections.namedOnly') },
      ]}
      value={value}
      onChoose={onChoose}
    />
  )
}
