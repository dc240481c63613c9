import type { DocumentView } from '@brain-ai/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlaceOf } from '../../answers/place-of.tsx'
import { TextSkeleton } from '../../answers/source-panel.tsx'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatBytes, formatExactly, formatMoment, formatNumber, nameOfLanguage } from '../../formats.ts'
import { collectionsQuery, contentQuery, documentQuery, passagesQuery, versionsQuery } from '../../queries.ts'
import { ReadingView } from '../../reading/reading-view.tsx'
import { readRange } from '../../search-params.ts'
import { Button } from '../../ui/button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { DocumentMenu } from './document-menu.tsx'
import { DocumentState, isWorking } from './document-state.tsx'
import { StateAction } from './document-table.tsx'
import { TagList } from './tag-list.tsx'

const route = getRouteApi('/shell/documents')

interface DocumentPanelProps {
  id: string
  onClose: () => void
}

/** One document at the side of the list: its text, its passages, its versions, what can be done with it. */
export function DocumentPanel({ id, onClose }: DocumentPanelProps) {
  const { t } = useTranslation()
  const { data: document, error, refetch } = useQuery(documentQuery(id))
  const [tab, setTab] = useState<'text' | 'passages' | 'versions'>('text')
  return (
    <SidePanel
      title={document?.title ?? t('document.title')}
      subject={id}
      closeLabel={t('app.close')}
      onClose={onClose}
      actions={document && <DocumentMenu document={document} onDeleted={onClose} />}
    >
      {error && !document && (
        <div className="p-5">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!document && !error && (
        <div className="flex flex-col gap-6 p-5">
          <Skeleton className="h-5 w-2/3" />
          <TextSkeleton />
        </div>
      )}
      {document && (
        <>
          <div className="flex flex-col gap-3 px-5 pt-4">
            <Facts document={document} />
            <TagList tags={document.tags} />
            <div className="flex items-center justify-between gap-2">
              <DocumentState document={document} />
              <StateAction document={document} />
            </div>
          </div>
          <Tabs
            label={t('document.details')}
            tabs={[
              { value: 'text', label: t('document.text') },
              { value: 'passages', label: t('document.passages') },
              { value: 'versions', label: t('document.versions') },
            ]}
            value={tab}
            onChoose={setTab}
          >
            {tab === 'text' && <DocumentText key={`${id} ${document.version}`} document={document} />}
            {tab === 'passages' && <DocumentPassages document={document} onShow={() => setTab('text')} />}
            {tab === 'versions' && <DocumentVersions document={document} />}
          </Tabs>
        </>
      )}
    </SidePanel>
  )
}

function Facts({ document }: { document: DocumentView }) {
  const { t } = useTranslation()
  const { format, language, pages, bytes, characters, collection, createdAt, fileName, version } = document
  const isClosed = useQuery(collectionsQuery()).data?.find(({ id }) => id === collection?.id)?.access === 'members'
  const facts = [
    t(`formats.${format ?? 'unknown'}`),
    fileName,
    formatBytes(bytes),
    pages !== null && t('document.pages', { count: pages }),
    characters !== null && t('document.characters', { count: characters, formatted: formatNumber(characters) }),
    language && nameOfLanguage(language),
    collection && (isClosed ? t('collections.closedNamed', { name: collection.name }) : collection.name),
    version > 1 && t('document.version', { version }),
  ].filter(Boolean)
  return (
    <p className="text-xs text-muted wrap-anywhere">
      {facts.join(' · ')}
      {' · '}
      <time dateTime={createdAt} title={formatExactly(createdAt)}>
        {t('document.added', { when: formatMoment(createdAt) })}
      </time>
    </p>
  )
}

function DocumentText({ document }: { document: DocumentView }) {
  const { t } = useTranslation()
  const { at } = route.useSearch()
  const { data, error, refetch, isPending } = useQuery({
    ...contentQuery(document.id, document.version),
    enabled: document.state === 'ready',
  })
  if (document.state !== 'ready')
    return <p className="text-sm text-muted">{isWorking(document) ? t('document.notReady') : t('document.noText')}</p>
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (isPending) return <TextSkeleton />
  return <ReadingView key={at} content={data} range={readRange(at)} />
}

function DocumentPassages({ document, onShow }: { document: DocumentView; onShow: () => void }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const { data, error, refetch, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    passagesQuery(document.id, document.version),
  )
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (isPending) return <TextSkeleton />
  const passages = data.pages.flatMap((page) => page.passages)
  if (passages.length === 0)
    return <p className="text-sm text-muted">{isWorking(document) ? t('document.notReady') : t('document.noText')}</p>
  const show = (at: string) => {
    void navigate({ search: (now) => ({ ...now, at }), replace: true, resetScroll: false })
    onShow()
  }
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {passages.map(({ id, position, headingPath, page, start, end, text }) => (
          <li key={id} className="rounded-xl border border-line p-3">
            <div className="mb-1 flex items-center justify-between gap-2">
              <span className="text-xs font-medium text-muted tabular-nums">
                {t('document.passage', { number: position + 1 })}
              </span>
              <button
                type="button"
                onClick={() => show(`${start}-${end}`)}
                className="min-h-6 rounded-md px-1 text-xs font-medium text-accent hover:underline"
              >
                {t('document.showInText')}
              </button>
            </div>
            <PlaceOf source={{ title: document.title, headingPath, page }} className="mb-1" />
            <p className="line-clamp-6 text-sm whitespace-pre-line wrap-anywhere">{text}</p>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button className="self-start" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('documents.more')}
        </Button>
      )}
    </div>
  )
}

function DocumentVersions({ document }: { document: DocumentView }) {
  const { t } = useTranslation()
  const { data, error, refetch, isPending } = useQuery(versionsQuery(document.id, document.version))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (isPending) return <Skeleton className="h-24" />
  return (
    <ul className="divide-y divide-line">
      {data.versions.map(({ version, fileName, bytes, createdAt, isCurrent }) => (
        <li key={version} className="flex items-center justify-between gap-4 py-3">
          <div className="min-w-0">
            <p className="text-sm font-medium">
              {t('document.version', { version })}
              {isCurrent && (
                <span className="ml-2 rounded-full bg-good-soft px-2 py-0.5 text-xs font-medium text-good">
                  {t('document.current')}
                </span>
              )}
            </p>
            {fileName && <p className="truncate text-xs text-muted">{fileName}</p>}
          </div>
          <p className="text-right text-xs whitespace-nowrap text-muted">
            {formatBytes(bytes)}
            <br />
            <time dateTime={createdAt} title={formatExactly(createdAt)}>
              {formatMoment(createdAt)}
            </time>
          </p>
        </li>
      ))}
    </ul>
  )
}
