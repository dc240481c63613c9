import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Files, FilterX, Folders, Tags, Trash2, X } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatNumber } from '../../formats.ts'
import { PasteTextForm } from '../../forms/paste-text-form.tsx'
import { TagsForm } from '../../forms/tags-form.tsx'
import { collectionsQuery, countAll, documentsQuery } from '../../queries.ts'
import type { DocumentsSearch } from '../../search-params.ts'
import { useIsHeldBack, useMay } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { type ChosenFile, useFileDrop } from '../../ui/file-drop.ts'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { useEscape } from '../../ui/use-escape.ts'
import { UploadList } from '../../uploads/upload-list.tsx'
import { useUploadQueue } from '../../uploads/uploads.tsx'
import { AddDocuments, HiddenFileInputs } from './add-documents.tsx'
import { DocumentFilters } from './document-filters.tsx'
import { DocumentPanel } from './document-panel.tsx'
import { DocumentTable } from './document-table.tsx'
import { useDocumentActions } from './use-document-actions.ts'

const CollectionsDialog = lazy(() => import('./collections-dialog.tsx'))

const route = getRouteApi('/shell/documents')

/** Everything the workspace knows: add, watch, find, read, delete. */
export function DocumentsPage() {
  const { t } = useTranslation()
  const { document: openDocument, at, add, manage, sort = 'newest', ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('documents.write')
  const isHeldBack = useIsHeldBack('documents.write')
  const queue = useUploadQueue()
  const collections = useQuery(collectionsQuery()).data ?? []
  const collection = collections.find(({ id }) => id === filters.collection)
  const list = useInfiniteQuery(documentsQuery({ ...filters, sort }))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())

  const change = useCallback(
    (next: DocumentsSearch) => void navigate({ search: (now) => ({ ...now, ...next }), resetScroll: false }),
    [navigate],
  )
  const close = useCallback(() => change({ document: undefined, at: undefined }), [change])
  const send = useCallback(
    (files: ChosenFile[]) =>
      queue.add(
        files.map(({ file, path }) => ({ file, name: path })),
        collection?.id,
      ),
    [queue, collection],
  )
  const isOver = useFileDrop(send, mayWrite)
  const inputs = { files: useRef<HTMLInputElement>(null), folder: useRef<HTMLInputElement>(null) }
  const addDocuments = (mayWrite || isHeldBack) && (
    <AddDocuments
      inputs={inputs}
      onPaste={() => change({ add: 'paste' })}
      isFocusedFirst={add === 'files'}
      isHeldBack={isHeldBack}
    />
  )

  const counts = list.data?.pages.at(-1)?.counts
  const documents = list.data?.pages.flatMap((page) => page.documents) ?? []
  const total = list.data?.pages.at(-1)?.total ?? 0
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const isEmpty = counts !== undefined && countAll(counts) === 0 && !isFiltered
  const chosen = documents.filter(({ id }) => selected.has(id))

  let body: ReactNode
  if (list.error && !list.data) body = <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
  else if (!list.data) body = <TableSkeleton />
  else if (isEmpty)
    body = (
      <div className="rounded-2xl border-2 border-dashed border-line">
        <EmptyState icon={<Files aria-hidden />} title={t('documents.emptyTitle')} actions={addDocuments}>
          <p>{mayWrite ? t('documents.emptyText') : t('documents.emptyTextViewer')}</p>
          {mayWrite && <p className="mt-1">{t('documents.formats')}</p>}
        </EmptyState>
      </div>
    )
  else if (documents.length === 0)
    body = (
      <EmptyState
        icon={<FilterX aria-hidden />}
        title={t('documents.noMatchTitle')}
        actions={
          <Button onClick={() => void navigate({ search: { sort, document: openDocument } })}>
            {t('documents.noMatchAction')}
          </Button>
        }
      />
    )
  else
    body = (
      <>
        <DocumentTable documents={documents} selected={selected} onSelect={setSelected} openDocument={openDocument} />
        {list.hasNextPage && (
          <Button className="self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('documents.more')}
          </Button>
        )}
      </>
    )

  return (
    <Page title={t('documents.title')} aside={openDocument && <DocumentPanel id={openDocument} onClose={close} />}>
      <div className="mx-auto flex w-full max-w-[80rem] flex-col gap-4 px-4 py-6 md:px-8 md:py-8">
        <header className="flex flex-wrap items-center justify-between gap-3">
          <div className="flex-auto">
            <h1 className="text-xl font-semibold tracking-tight">{t('documents.title')}</h1>
            <p className="text-sm text-muted">
              <span role="status">
                {counts && <CountLine all={countAll(counts)} matching={isFiltered ? total : undefined} />}
              </span>
              {mayWrite && counts && !isEmpty && <span className="max-md:hidden">{` · ${t('documents.dropAnywhere')}`}</span>}
            </p>
          </div>
          <Button icon={<Folders aria-hidden className="size-4" />} onClick={() => change({ manage: 'collections' })}>
            {t('collections.title')}
          </Button>
          {!isEmpty && addDocuments && <div className="flex flex-wrap gap-2 max-md:w-full">{addDocuments}</div>}
          {mayWrite && <HiddenFileInputs inputs={inputs} onFiles={send} />}
        </header>
        <UploadList />
        {!isEmpty && list.data && <DocumentFilters shownLanguages={documents.flatMap(({ language }) => language ?? [])} />}
        <div className="@container flex flex-col gap-4">{body}</div>
      </div>
      {chosen.length > 0 && <SelectionBar chosen={chosen} onClear={() => setSelected(new Set())} />}
      {isOver && <DropVeil collection={collection?.name} />}
      <Dialog
        isOpen={add === 'paste' && mayWrite}
        onClose={() => change({ add: undefined })}
        title={t('paste.title')}
        intro={t('paste.intro')}
        closeLabel={t('app.close')}
      >
        <PasteTextForm collection={collection} onDone={() => change({ add: undefined })} />
      </Dialog>
      {manage && (
        <Suspense>
          <CollectionsDialog shown={manage} onShow={(next) => change({ manage: next })} />
        </Suspense>
      )}
    </Page>
  )
}

function CountLine({ all, matching }: { all: number; matching: number | undefined }) {
  const { t } = useTranslation()
  const lead = t('documents.lead', { count: all, formatted: formatNumber(all) })
  return matching === undefined
    ? lead
    : `${lead} · ${t('documents.matching', { count: matching, formatted: formatNumber(matching) })}`
}

type Chosen = Parameters<ReturnType<typeof useDocumentActions>['remove']>[0]

/** What to do with the ticked documents, at the foot of the page. */
function SelectionBar({ chosen, onClear }: { chosen: Chosen; onClear: () => void }) {
  const { t } = useTranslation()
  const { remove } = useDocumentActions()
  const [isTagging, setIsTagging] = useState(false)
  useEscape(onClear)
  return (
    <div className="pointer-events-none sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 flex justify-center px-4 md:bottom-6">
      <div className="pointer-events-auto flex animate-appear items-center gap-1 rounded-xl border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-high">
        <span role="status" className="mr-3 text-sm font-medium tabular-nums">
          {t('documents.selected', { count: chosen.length })}
        </span>
        <Button look="ghost" icon={<Tags aria-hidden className="size-4" />} onClick={() => setIsTagging(true)}>
          {t('documents.addTags')}
        </Button>
        <Button
          look="danger"
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={() => {
            onClear()
            void remove(chosen)
          }}
        >
          {t('documents.delete')}
        </Button>
        <Button look="ghost" icon={<X aria-hidden className="size-4" />} onClick={onClear}>
          {t('documents.clearSelection')}
        </Button>
      </div>
      <Dialog
        isOpen={isTagging}
        onClose={() => setIsTagging(false)}
        title={t('documents.addTagsTo', { count: chosen.length })}
        closeLabel={t('app.close')}
      >
        <TagsForm documents={chosen} onDone={() => setIsTagging(false)} />
      </Dialog>
    </div>
  )
}

function DropVeil({ collection }: { collection: string | undefined }) {
  const { t } = useTranslation()
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-accent-soft/85 p-6">
      <p className="rounded-2xl border-2 border-dashed border-accent bg-surface px-10 py-8 text-lg font-semibold shadow-high">
        {collection ? t('documents.dropInto', { collection }) : t('documents.drop')}
      </p>
    </div>
  )
}

const TableSkeleton = () => (
  <div className="flex flex-col gap-2">
    <Skeleton className="h-9 w-2/3" />
    {[1, 2, 3, 4, 5, 6].map((row) => (
      <Skeleton key={row} className="h-14" />
    ))}
  </div>
)
