import type { SearchHit } from '@brain-ai/contract'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Skeleton } from '../../ui/states.tsx'
import { HitCard, placeOfHit } from './hit-card.tsx'

interface HitListProps {
  hits: readonly SearchHit[]
  /** The place that is open, as the address says it. */
  open: { document: string | undefined; at: string | undefined }
  /** Hits of the search before, while the next ones are looked for. */
  isOld: boolean
  hasMore: boolean
  isLoadingMore: boolean
  moreError: unknown
  onMore: () => void
}

/** What was found, best first. */
export function HitList({ hits, open, isOld, hasMore, isLoadingMore, moreError, onMore }: HitListProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLOListElement>(null)
  const more = useRef<HTMLButtonElement>(null)
  const firstNew = useRef<number>(undefined)
  useEffect(() => {
    if (firstNew.current === undefined || hits.length <= firstNew.current) return
    // The button has moved below what it brought, or is gone. Who went elsewhere meanwhile stays there.
    const isWaiting = document.activeElement === more.current || document.activeElement === document.body
    if (isWaiting) list.current?.querySelectorAll<HTMLElement>('[data-walk]')[firstNew.current]?.focus({ preventScroll: true })
    firstNew.current = undefined
  }, [hits.length])
  const loadMore = () => {
    firstNew.current = hits.length
    onMore()
  }
  return (
    <>
      <ol
        ref={list}
        aria-busy={isOld || undefined}
        className={classNames('flex flex-col gap-3 transition-opacity', isOld && 'opacity-60')}
      >
        {hits.map((hit) => {
          const place = placeOfHit(hit)
          const isOpen = place.document === open.document && place.at === open.at
          return (
            <li key={hit.passageId}>
              <HitCard hit={hit} isOpen={isOpen} isAnyOpen={open.document !== undefined} />
            </li>
          )
        })}
      </ol>
      {moreError ? <ErrorNotice error={moreError} onRetry={loadMore} /> : null}
      {hasMore && !moreError && (
        <Button ref={more} data-walk className="self-center" isBusy={isLoadingMore} onClick={loadMore}>
          {t('search.more')}
        </Button>
      )}
    </>
  )
}

/** The arrow keys lead from the field to the first hit, from hit to hit, and back. */
export function walkHits(event: KeyboardEvent, field: RefObject<HTMLInputElement | null>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const stops = [field.current, ...event.currentTarget.querySelectorAll<HTMLElement>('[data-walk]')]
  const at = stops.indexOf(event.target as HTMLInputElement)
  const next = stops[at + step]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}

export const HitsSkeleton = () => (
  <div className="flex flex-col gap-3">
    {[1, 2, 3, 4].map((row) => (
      <div key={row} className="flex gap-3 rounded-xl border border-line bg-surface p-4">
        <Skeleton className="size-9 max-sm:hidden" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-4/5" />
        </div>
      </div>
    ))}
  </div>
)
