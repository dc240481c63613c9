import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { MessageCircleQuestionMark, TextSearch } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { countAll, documentCountsQuery, searchQuery } from '../../queries.ts'
import type { SearchAddress } from '../../search-params.ts'
import { useMay } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { NoDocuments } from '../ask/home-page.tsx'
import { FilterChips } from './filter-chips.tsx'
import { placeOfHit } from './hit-card.tsx'
import { HitList, HitsSkeleton, walkHits } from './hit-list.tsx'
import { HitPanel } from './hit-panel.tsx'
import { NothingFound } from './nothing-found.tsx'
import { SearchField } from './search-field.tsx'
import { type Filters, SearchFilters } from './search-filters.tsx'
import { SearchTips, SearchTipsDisclosure } from './search-tips.tsx'

const route = getRouteApi('/shell/search')
const closed = { document: undefined, at: undefined }

/** Finds passages by their words. The address says what is searched, where, and which place is open. */
export function SearchPage() {
  const { t } = useTranslation()
  const { q = '', document, at, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const found = useInfiniteQuery(searchQuery({ q, ...filters }))
  const { data: counts } = useQuery(documentCountsQuery())
  useFocusAtStart(field, document === undefined)

  const change = useCallback(
    (next: SearchAddress, options?: { replace: boolean }) =>
      void navigate({ search: (now) => ({ ...now, ...next }), resetScroll: false, ...options }),
    [navigate],
  )
  const close = useCallback(() => change(closed), [change])
  const search = (text: string) => (text === q ? void (q && found.refetch()) : change({ q: text || undefined, ...closed }))
  const filter = (next: Filters) => change({ ...next, ...closed }, { replace: true })
  const removeFilters = (names: (keyof Filters)[]) => {
    filter(Object.fromEntries(names.map((name) => [name, undefined])))
    field.current?.focus()
  }

  const hits = q === '' ? [] : (found.data?.pages.flatMap((page) => page.hits) ?? [])
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const isNew = found.isPlaceholderData || found.isPending

  let body: ReactNode
  if (counts && countAll(counts) === 0) body = <NoDocuments />
  else if (q === '') body = <NothingTyped />
  else if (found.error && !found.data) body = <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />
  // That the words before found nothing says nothing of these, also where no answer comes because the connection is lost.
  else if (!found.data || (hits.length === 0 && found.isPlaceholderData)) body = <HitsSkeleton />
  else if (hits.length === 0)
    body = (
      <NothingFound
        q={q}
        isFiltered={isFiltered}
        onClearFilters={() => removeFilters(Object.keys(filters) as (keyof Filters)[])}
      />
    )
  else
    body = (
      <HitList
        hits={hits}
        open={{ document, at }}
        isOld={found.isPlaceholderData}
        hasMore={found.hasNextPage}
        isLoadingMore={found.isFetchingNextPage}
        moreError={found.isFetchNextPageError ? found.error : undefined}
        onMore={() => void found.fetchNextPage()}
      />
    )

  return (
    <Page
      title={q ? `${q} · ${t('search.title')}` : t('search.title')}
      aside={
        document && (
          <HitPanel
            q={q}
            documentId={document}
            at={at}
            hits={hits}
            onChoose={(hit) => change(placeOfHit(hit), { replace: true })}
            onClose={close}
          />
        )
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only leads the focus between what can be used inside */}
      <div
        onKeyDown={(event) => walkHits(event, field)}
        className="mx-auto flex w-full max-w-[52rem] flex-col gap-4 px-4 py-6 md:px-8 md:py-8"
      >
        <h1 className="text-xl font-semibold tracking-tight">{t('search.title')}</h1>
        <div className="flex flex-col gap-3">
          <SearchField field={field} value={q} isBusy={q !== '' && isNew && found.isFetching} onSearch={search} />
          <SearchFilters filters={filters} shownLanguages={hits.map(({ language }) => language)} onChange={filter} />
          <FilterChips filters={filters} onRemove={removeFilters} />
          {q !== '' && <SearchTipsDisclosure />}
        </div>
        {q !== '' && <Summary q={q} collection={filters.collection} found={found.data?.pages[0]} isNew={isNew} />}
        {q !== '' && !isNew && <DidYouMean text={found.data?.pages[0]?.didYouMean ?? undefined} />}
        {body}
      </div>
    </Page>
  )
}

/** What one can type at once. Where a place is open, its panel has the focus. */
function useFocusAtStart(field: React.RefObject<HTMLInputElement | null>, isWanted: boolean) {
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current && isWanted) field.current?.focus({ preventScroll: true })
    isFirst.current = false
  }, [field, isWanted])
}

interface SummaryProps {
  q: string
  collection: string | undefined
  found: { total: number; isCut: boolean } | undefined
  isNew: boolean
}

/** How much was found, and the way to ask instead. */
function Summary({ q, collection, found, isNew }: SummaryProps) {
  const { t } = useTranslation()
  const mayAsk = useMay('answers.ask')
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
      <p role="status" className="text-sm text-muted">
        {isNew || !found ? t('search.searching') : t(found.isCut ? 'search.first' : 'search.found', { count: found.total })}
      </p>
      {mayAsk && (
        <Link to="/ask" search={{ q, collections: collection }} preload={false} className={buttonClass()}>
          <MessageCircleQuestionMark aria-hidden className="size-4" />
          {t('search.askThis')}
        </Link>
      )}
    </div>
  )
}

function DidYouMean({ text }: { text: string | undefined }) {
  const { t } = useTranslation()
  if (!text) return null
  return (
    <p className="text-sm">
      {t('search.didYouMean')}{' '}
      <Link
        to="/search"
        search={(now) => ({ ...now, q: text, ...closed })}
        preload={false}
        className="inline-flex min-h-6 items-center font-semibold text-accent underline underline-offset-2"
      >
        {text}
      </Link>
    </p>
  )
}

function NothingTyped() {
  const { t } = useTranslation()
  return (
    <EmptyState icon={<TextSearch aria-hidden />} title={t('search.emptyTitle')}>
      <p>{t('search.emptyText')}</p>
      <div className="mt-6 rounded-xl border border-line bg-surface p-4">
        <SearchTips />
      </div>
    </EmptyState>
  )
}
