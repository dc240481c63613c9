import type { CollectionView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { CollectionAccessForm } from '../../forms/collection-access-form.tsx'
import { collectionReadersQuery, membersQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/states.tsx'

interface CollectionAccessProps {
  collection: CollectionView
  onDone: () => void
}

/** Who may read a collection; to change, or only to see where the role does not allow more. */
export function CollectionAccess({ collection, onDone }: CollectionAccessProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('collections.write')
  const readers = useQuery({ ...collectionReadersQuery(collection.id), staleTime: 0, gcTime: 0 })
  const members = useQuery(membersQuery())
  const error = readers.error ?? members.error
  if (error) return <ErrorNotice error={error} onRetry={() => void Promise.all([readers.refetch(), members.refetch()])} />
  if (!readers.data || !members.data) return <Skeleton className="h-40" />
  if (mayWrite)
    return (
      <CollectionAccessForm
        collection={collection}
        readers={readers.data}
        members={members.data}
        onDone={onDone}
        onCancel={onDone}
      />
    )
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">{t(readers.data.access === 'members' ? 'collections.closedHint' : 'collections.openHint')}</p>
      {readers.data.access === 'members' && (
        <ul className="divide-y divide-line rounded-lg border border-line px-3">
          {readers.data.members.map(({ userId, name }) => (
            <li key={userId} className="py-2 text-sm">
              {name}
            </li>
          ))}
        </ul>
      )}
      <Button className="self-end" onClick={onDone}>
        {t('app.close')}
      </Button>
    </div>
  )
}
