import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'

interface PagedListProps {
  list: Pick<UseInfiniteQueryResult, 'error' | 'refetch' | 'isFetchingNextPage' | 'fetchNextPage' | 'hasNextPage'>
  /** How many there are in all, once known. */
  total: number | undefined
  /** How many of what, in words. */
  lead: (total: number) => string
  q: string | undefined
  searchLabel: string
  onSearch: (q: string | undefined) => void
  /** Shown while there is nothing at all. */
  empty: ReactNode
  children: ReactNode
}

/** A list with a search above and more below, in all its states. */
export function PagedList({ list, total, lead, q, searchLabel, onSearch, empty, children }: PagedListProps) {
  const { t } = useTranslation()
  return (
    <>
      <search className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <SearchBox
          label={searchLabel}
          value={q ?? ''}
          onChange={(text) => onSearch(text || undefined)}
          className="w-full sm:w-80"
        />
        <p role="status" className="text-sm text-muted tabular-nums">
          {total === undefined ? '' : lead(total)}
        </p>
      </search>
      {total === undefined && list.error && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {total === undefined && !list.error && <RowsSkeleton />}
      {total === 0 && !q && empty}
      {total === 0 && q && (
        <EmptyState
          icon={<SearchX aria-hidden />}
          title={t('instance.noMatch')}
          actions={<Button onClick={() => onSearch(undefined)}>{t('instance.clearSearch')}</Button>}
        />
      )}
      {total !== undefined && total > 0 && children}
      {list.hasNextPage && (
        <Button className="self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('documents.more')}
        </Button>
      )}
    </>
  )
}

const RowsSkeleton = () => (
  <div className="flex flex-col gap-2">
    {[1, 2, 3, 4, 5].map((row) => (
      <Skeleton key={row} className="h-16" />
    ))}
  </div>
)
