import type { CollectionView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { collectionsQuery } from '../queries.ts'
import { TextField } from '../ui/field.tsx'
import { findCollection } from './find-collection.ts'

interface CollectionFieldProps {
  label: string
  hint: string
  initial: Pick<CollectionView, 'id' | 'name'> | null | undefined
}

/**
 * The name of a collection, existing ones offered, and whether it is a closed one; the field is called `collection` in its form
 * and holds the id of the one that exists. Else a closed one might be taken for an open one of the same name.
 */
export function CollectionField({ label, hint, initial }: CollectionFieldProps) {
  const { t } = useTranslation()
  const { data: collections = [] } = useQuery(collectionsQuery())
  const [text, setText] = useState(initial?.name ?? '')
  const listId = useId()
  const isAsBefore = initial != null && text.trim() === initial.name
  const found = isAsBefore ? collections.find(({ id }) => id === initial.id) : findCollection(collections, text)
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label={label}
        hint={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={120}
        list={listId}
        autoComplete="off"
      />
      <input type="hidden" name="collection" value={isAsBefore ? initial.id : (found?.id ?? text.trim())} />
      <datalist id={listId}>
        {collections.map(({ id, name, access }) => (
          <option key={id} value={name}>
            {access === 'members' ? t('collections.closed') : undefined}
          </option>
        ))}
      </datalist>
      <ClosedHint collection={found} />
    </div>
  )
}

/** Says before it happens that others will not see the document any more. */
function ClosedHint({ collection }: { collection: CollectionView | undefined }) {
  const { t } = useTranslation()
  return (
    <p role="status" className="empty:hidden flex gap-2 rounded-lg bg-busy-soft px-3 py-2 text-sm text-busy">
      {collection?.access === 'members' && (
        <>
          <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('collections.intoClosed')}
        </>
      )}
    </p>
  )
}
