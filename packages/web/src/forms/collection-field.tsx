import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { collectionsQuery } from '../queries.ts'
import { TextField } from '../ui/field.tsx'

interface CollectionFieldProps {
  label: string
  hint: string
  initial: string | undefined
}

/** The name of a collection, existing ones offered; the field is called `collection` in its form. */
export function CollectionField({ label, hint, initial }: CollectionFieldProps) {
  const { data: collections = [] } = useQuery(collectionsQuery())
  const listId = useId()
  return (
    <>
      <TextField
        label={label}
        hint={hint}
        name="collection"
        defaultValue={initial}
        maxLength={120}
        list={listId}
        autoComplete="off"
      />
      <datalist id={listId}>
        {collections.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  )
}
