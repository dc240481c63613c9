import type { DocumentView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { documentQuery } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { CollectionField } from './collection-field.tsx'
import { textOf } from './field-problems.ts'

interface DocumentFormProps {
  document: DocumentView
  onDone: () => void
}

interface DocumentChange {
  title?: string
  collection?: string | null
}

interface ChangeFormProps extends DocumentFormProps {
  read: (form: FormData) => DocumentChange
  children: ReactNode
}

function ChangeForm({ document, onDone, read, children }: ChangeFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: (form: FormData) => api.call(routes.documents.updateDocument, { params: { id: document.id }, body: read(form) }),
    onSuccess: async (changed) => {
      queryClient.setQueryData(documentQuery(changed.id).queryKey, changed)
      onDone()
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(new FormData(event.currentTarget))
      }}
    >
      {children}
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}

/** Another title for a document. */
export function RenameForm({ document, onDone }: DocumentFormProps) {
  const { t } = useTranslation()
  return (
    <ChangeForm document={document} onDone={onDone} read={(form) => ({ title: textOf(form, 'title') })}>
      <TextField
        label={t('document.renameLabel')}
        name="title"
        defaultValue={document.title}
        required
        maxLength={300}
        autoComplete="off"
      />
    </ChangeForm>
  )
}

/** Another collection for a document, or none. */
export function MoveForm({ document, onDone }: DocumentFormProps) {
  const { t } = useTranslation()
  return (
    <ChangeForm document={document} onDone={onDone} read={(form) => ({ collection: textOf(form, 'collection').trim() || null })}>
      <CollectionField label={t('document.moveLabel')} hint={t('document.moveHint')} initial={document.collection} />
    </ChangeForm>
  )
}
