import { type DocumentView, maxTags } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { documentQuery } from '../queries.ts'
import { readTag } from '../search-params.ts'
import { Button } from '../ui/button.tsx'
import { TagField } from '../ui/tag-field.tsx'

interface TagsFormProps {
  /** Of one, all tags are changed; to several, tags are added. */
  documents: readonly DocumentView[]
  onDone: () => void
}

/** The tags of a document, or more tags for several. */
export function TagsForm({ documents, onDone }: TagsFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [only] = documents.length === 1 ? documents : []
  const [tags, setTags] = useState<string[]>(only ? [...only.tags] : [])
  const save = useMutation({
    mutationFn: async () => {
      for (const { id, tags: present } of documents) {
        const body = { tags: only ? tags : [...new Set([...present, ...tags])] }
        const changed = await api.call(routes.documents.updateDocument, { params: { id }, body })
        queryClient.setQueryData(documentQuery(id).queryKey, changed)
      }
    },
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['workspace'] }),
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <TagField
        allowsSpaces
        label={t('documents.tags')}
        hint={t('document.tagsHint')}
        tags={tags}
        onChange={setTags}
        read={readTag}
        problem={tags.length > maxTags ? t('document.tooManyTags', { count: maxTags }) : undefined}
        placeholder={t('document.tagsExample')}
        removeLabel={(tag) => t('document.removeTag', { tag })}
        notATag={t('document.notATag')}
      />
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={save.isPending} disabled={tags.length > maxTags}>
        {only ? t('app.save') : t('documents.addTags')}
      </Button>
    </form>
  )
}
