import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { MessagesSquare, SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { conversationsQuery } from '../../queries.ts'
import { conversationLists } from '../../search-params.ts'
import { Page } from '../../shell/page.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { groupByTime } from './time-groups.ts'

const route = getRouteApi('/shell/conversations')

/** All conversations: one's own, those that others share, and those that were put away. */
export function ConversationsPage() {
  const { t } = useTranslation()
  const { q, list = 'mine' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(
    conversationsQuery({ q, of: list === 'shared' ? 'shared' : 'mine', archived: list === 'archived' }),
  )
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const conversations = data?.pages.flatMap((page) => page.conversations) ?? []
  const change = (next: { q?: string | undefined; list?: typeof list | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })

  return (
    <Page title={t('conversations.title')}>
      <div className="mx-auto flex w-full max-w-[56rem] flex-col gap-5 px-4 py-6 md:px-8 md:py-8">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-xl font-semibold tracking-tight">{t('conversations.title')}</h1>
          <Link to="/" className={buttonClass('primary')}>
            {t('conversations.new')}
          </Link>
        </div>
        <search className="flex flex-wrap items-center gap-3">
          <SearchBox
            label={t('conversations.search')}
            value={q ?? ''}
            onChange={(text) => change({ q: text || undefined })}
            className="w-full sm:w-80"
          />
          <div className="w-full sm:w-auto">
            <Segments
              isLabelHidden
              label={t('conversations.which')}
              choices={conversationLists.map((value) => ({ value, label: t(`conversationLists.${value}`) }))}
              value={list}
              onChoose={(value) => change({ list: value === 'mine' ? undefined : value })}
            />
          </div>
        </search>
        {!data && error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!data && !error && [1, 2, 3, 4, 5].map((row) => <Skeleton key={row} className="h-14" />)}
        {data && conversations.length === 0 && <Nothing q={q} list={list} onClear={() => change({ q: undefined })} />}
        {groupByTime(conversations).map(({ group, things }) => (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`} className="mb-2 px-1 text-xs font-medium text-muted">
              {t(`timeGroups.${group}`)}
            </h2>
            <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
              {things.map((conversation) => (
                <ConversationRow key={conversation.id} conversation={conversation} />
              ))}
            </ul>
          </section>
        ))}
        {hasNextPage && (
          <Button className="self-center" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('documents.more')}
          </Button>
        )}
      </div>
    </Page>
  )
}

interface NothingProps {
  q: string | undefined
  list: (typeof conversationLists)[number]
  onClear: () => void
}

function Nothing({ q, list, onClear }: NothingProps) {
  const { t } = useTranslation()
  if (q)
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={t('conversations.noMatch', { q })}
        actions={<Button onClick={onClear}>{t('conversations.clearSearch')}</Button>}
      />
    )
  return (
    <EmptyState
      icon={<MessagesSquare aria-hidden />}
      title={t(`conversationsEmpty.${list}`)}
      actions={
        list === 'mine' && (
          <Link to="/" className={buttonClass('primary')}>
            {t('conversations.new')}
          </Link>
        )
      }
    >
      {t(`conversationsEmptyText.${list}`)}
    </EmptyState>
  )
}
