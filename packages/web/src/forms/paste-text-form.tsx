import type { CollectionView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
import { CollectionField } from './collection-field.tsx'
import { textOf } from './field-problems.ts'

type PastedFormat = 'text' | 'markdown' | 'html'
const pastedFormats: readonly PastedFormat[] = ['text', 'markdown', 'html']

interface PasteTextFormProps {
  collection: CollectionView | undefined
  onDone: () => void
}

/** Text that is no file, as a document. */
export function PasteTextForm({ collection, onDone }: PasteTextFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [format, setFormat] = useState<PastedFormat>('text')
  const add = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.documents.importDocuments, {
        body: {
          title: textOf(form, 'title'),
          text: textOf(form, 'text'),
          format,
          collection: textOf(form, 'collection').trim() || undefined,
        },
      }),
    onSuccess: async () => {
      onDone()
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField label={t('paste.name')} name="title" required maxLength={300} autoComplete="off" />
      <TextArea label={t('paste.text')} name="text" required rows={9} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('paste.format')}
          value={format}
          choices={pastedFormats.map((value) => ({ value, label: t(`formats.${value}`) }))}
          onChoose={(value) => setFormat(value as PastedFormat)}
        />
        <CollectionField label={t('paste.collection')} hint={t('paste.collectionHint')} initial={collection} />
      </div>
      <FormError error={add.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={add.isPending}>
        {t('paste.submit')}
      </Button>
    </form>
  )
}
