import type { CollectionView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ellipsis, Folder, FolderPlus, Lock, PencilLine, Trash2, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { textOfError } from '../../error-text.ts'
import { formatNumber } from '../../formats.ts'
import { allCollectionsQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { EmptyState, Skeleton } from '../../ui/states.tsx'

interface CollectionListProps {
  onCreate: () => void
  onRename: (collection: CollectionView) => void
  onAccess: (collection: CollectionView) => void
}

/** Every collection one may read, or of which one may say who reads it. */
export function CollectionList({ onCreate, onRename, onAccess }: CollectionListProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('collections.write')
  const { data, error, refetch } = useQuery(allCollectionsQuery())
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data)
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </div>
    )
  const create = mayWrite && (
    <Button icon={<FolderPlus aria-hidden className="size-4" />} onClick={onCreate}>
      {t('collections.new')}
    </Button>
  )
  if (data.collections.length === 0)
    return (
      <EmptyState icon={<Folder aria-hidden />} title={t('collections.emptyTitle')} actions={create}>
        {t('collections.emptyText')}
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line rounded-xl border border-line">
        {data.collections.map((collection) => (
          <Row
            key={collection.id}
            collection={collection}
            onRename={() => onRename(collection)}
            onAccess={() => onAccess(collection)}
          />
        ))}
      </ul>
      {create && <div className="self-start">{create}</div>}
    </div>
  )
}

interface RowProps {
  collection: CollectionView
  onRename: () => void
  onAccess: () => void
}

function Row({ collection, onRename, onAccess }: RowProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const mayWrite = useMay('collections.write')
  const { id, name, access, isReadable, documents } = collection
  const remove = useMutation({
    mutationFn: () => api.call(routes.collections.deleteCollection, { params: { id } }),
    onSuccess: () => showToast({ text: t('collections.deleted', { name }), timeoutMs: 3000 }),
    onError: (error) => showToast({ text: textOfError(t, error).text, isBad: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['workspace'] }),
  })
  const isClosed = access === 'members'
  const Icon = isClosed ? Lock : Folder
  const facts = [
    isClosed && t(isReadable ? 'collections.closed' : 'collections.notReadable'),
    isReadable && t('documents.lead', { count: documents, formatted: formatNumber(documents) }),
  ].filter(Boolean)
  return (
    <li className="flex items-center gap-3 py-1 pr-1 pl-3">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 py-1">
        {isReadable ? (
          <Link to="/documents" search={{ collection: id }} className="block truncate text-sm font-medium hover:underline">
            {name}
          </Link>
        ) : (
          <p className="truncate text-sm font-medium">{name}</p>
        )}
        <p className="text-xs text-muted">{facts.join(' · ')}</p>
      </div>
      <Menu
        trigger={<IconButton label={t('collections.actions', { name })} icon={<Ellipsis aria-hidden className="size-4" />} />}
      >
        <MenuItem icon={<UsersRound aria-hidden />} onSelect={onAccess}>
          {t('collections.access')}
        </MenuItem>
        {mayWrite && isReadable && (
          <>
            <MenuItem icon={<PencilLine aria-hidden />} onSelect={onRename}>
              {t('document.rename')}
            </MenuItem>
            {documents === 0 && (
              <MenuItem isDanger icon={<Trash2 aria-hidden />} onSelect={() => remove.mutate()}>
                {t('documents.delete')}
              </MenuItem>
            )}
          </>
        )}
      </Menu>
    </li>
  )
}
