import type { DocumentView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { CircleStop, Ellipsis, PanelRightOpen, RotateCcw, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatExactly, formatMoment } from '../../formats.ts'
import { collectionsQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useIsWide } from '../../ui/use-is-wide.ts'
import { CollectionName } from './collection-name.tsx'
import { DocumentState, isWorking } from './document-state.tsx'
import { FormatIcon } from './format-icon.tsx'
import { TagList } from './tag-list.tsx'
import { useDocumentActions } from './use-document-actions.ts'

const route = getRouteApi('/shell/documents')

interface DocumentTableProps {
  documents: DocumentView[]
  selected: ReadonlySet<string>
  onSelect: (ids: ReadonlySet<string>) => void
  openDocument: string | undefined
}

/** The documents, one row each; a row opens its document at the side. Where there is little room, columns fold under the title. */
export function DocumentTable({ documents, selected, onSelect, openDocument }: DocumentTableProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('documents.write')
  const table = useRef<HTMLTableElement>(null)
  const isWide = useIsWide(table, 576)
  const isAll = documents.length > 0 && documents.every(({ id }) => selected.has(id))
  const head = 'px-3 py-2 text-left text-xs font-medium text-muted'
  return (
    <table ref={table} className="w-full border-separate border-spacing-0">
      <thead className={classNames('sticky top-0 z-10 bg-canvas', !mayWrite && 'max-md:sr-only')}>
        <tr className="[&>*]:border-b [&>*]:border-line">
          {mayWrite && (
            <th scope="col" className="w-10 pl-2">
              <Tick
                label={t('documents.selectAll')}
                isOn={isAll}
                onToggle={() => onSelect(new Set(isAll ? [] : documents.map(({ id }) => id)))}
              />
            </th>
          )}
          <th scope="col" className={head}>
            {t('documents.columnTitle')}
          </th>
          {isWide && (
            <th scope="col" className={classNames(head, 'w-64')}>
              {t('documents.columnState')}
            </th>
          )}
          <th scope="col" className={classNames(head, 'hidden w-44 @5xl:table-cell')}>
            {t('documents.columnCollection')}
          </th>
          <th scope="col" className={classNames(head, 'hidden w-24 text-right! @3xl:table-cell')}>
            {t('documents.columnSize')}
          </th>
          <th scope="col" className={classNames(head, 'hidden w-36 @3xl:table-cell')}>
            {t('documents.columnUpdated')}
          </th>
          <th scope="col" className="w-12">
            <span className="sr-only">{t('document.more')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <Row
            key={document.id}
            document={document}
            isSelected={selected.has(document.id)}
            isOpen={openDocument === document.id}
            isWide={isWide}
            onToggle={() => {
              const next = new Set(selected)
              if (!next.delete(document.id)) next.add(document.id)
              onSelect(next)
            }}
          />
        ))}
      </tbody>
    </table>
  )
}

interface TickProps {
  label: string
  isOn: boolean
  onToggle: () => void
}

/** A box to tick with a target as large as its cell. */
const Tick = ({ label, isOn, onToggle }: TickProps) => (
  <label className="flex size-11 items-center justify-center rounded-lg hover:bg-hover md:size-8">
    <span className="sr-only">{label}</span>
    <input type="checkbox" className="size-4" checked={isOn} onChange={onToggle} />
  </label>
)

interface RowProps {
  document: DocumentView
  isSelected: boolean
  isOpen: boolean
  /** Whether there is room for the state in a column of its own. */
  isWide: boolean
  onToggle: () => void
}

function Row({ document, isSelected, isOpen, isWide, onToggle }: RowProps) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const mayWrite = useMay('documents.write')
  const { id, title, format, fileName, collection, tags, bytes, updatedAt } = document
  const isClosed = useQuery(collectionsQuery()).data?.find(({ id }) => id === collection?.id)?.access === 'members'
  const kind = t(`formats.${format ?? 'unknown'}`)
  const open = () => void navigate({ search: (now) => ({ ...now, document: id, at: undefined }), resetScroll: false })
  const cell = 'px-3 py-2 align-middle text-sm text-muted'
  return (
    // The link in the title does the same by keyboard.
    <tr
      onClick={(event) => {
        if (!(event.target as Element).closest('a,button,label,input')) open()
      }}
      className={classNames(
        'cursor-pointer transition-colors [&>*]:border-b [&>*]:border-line',
        isOpen || isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {mayWrite && (
        <td className="pl-2 align-middle">
          <Tick label={t('documents.select', { title })} isOn={isSelected} onToggle={onToggle} />
        </td>
      )}
      <td className="max-w-0 px-3 py-2 align-middle">
        <div className="flex items-center gap-3">
          <FormatIcon format={format} />
          <div className="min-w-0 flex-1">
            <Link
              to="/documents"
              search={(now) => ({ ...now, document: id, at: undefined })}
              resetScroll={false}
              preload={false}
              aria-current={isOpen ? 'true' : undefined}
              className="line-clamp-2 text-sm font-medium wrap-anywhere"
            >
              {title}
            </Link>
            <p className="truncate text-xs text-muted">{fileName && fileName !== title ? `${kind} · ${fileName}` : kind}</p>
            <TagList tags={tags} className="mt-1" />
            {!isWide && <StateCell document={document} className="mt-1" />}
          </div>
        </div>
      </td>
      {isWide && (
        <td className={cell}>
          <StateCell document={document} />
        </td>
      )}
      <td className={classNames(cell, 'hidden @5xl:table-cell')}>
        {collection && <CollectionName name={collection.name} isClosed={isClosed} />}
      </td>
      <td className={classNames(cell, 'hidden text-right whitespace-nowrap tabular-nums @3xl:table-cell')}>
        {formatBytes(bytes)}
      </td>
      <td className={classNames(cell, 'hidden whitespace-nowrap @3xl:table-cell')}>
        <time dateTime={updatedAt} title={formatExactly(updatedAt)}>
          {formatMoment(updatedAt)}
        </time>
      </td>
      <td className="pr-1 align-middle">
        <RowMenu document={document} onOpen={open} />
      </td>
    </tr>
  )
}

function StateCell({ document, className }: { document: DocumentView; className?: string }) {
  const isFailed = document.state === 'failed'
  return (
    <div className={classNames('flex gap-x-2', isFailed ? 'flex-col items-start' : 'items-center justify-between', className)}>
      <DocumentState document={document} />
      <StateAction document={document} />
    </div>
  )
}

/** The one thing to do about the state of a document: try again, or stop. */
export function StateAction({ document }: { document: DocumentView }) {
  const { t } = useTranslation()
  const mayWrite = useMay('documents.write')
  const { retry, cancel } = useDocumentActions()
  if (!mayWrite) return null
  if (document.state === 'failed' && document.failure?.isRetryable !== false)
    return (
      <button
        type="button"
        onClick={() => void retry(document)}
        className="ml-4 flex min-h-11 items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-accent hover:underline md:min-h-7"
      >
        <RotateCcw aria-hidden className="size-3.5" />
        {t('documents.retry')}
      </button>
    )
  if (isWorking(document))
    return (
      <IconButton
        label={t('documents.cancel')}
        icon={<CircleStop aria-hidden className="size-4" />}
        onClick={() => void cancel(document)}
      />
    )
  return null
}

function RowMenu({ document, onOpen }: { document: DocumentView; onOpen: () => void }) {
  const { t } = useTranslation()
  const mayWrite = useMay('documents.write')
  const { remove } = useDocumentActions()
  return (
    <Menu
      trigger={
        <IconButton
          label={t('documents.actions', { title: document.title })}
          icon={<Ellipsis aria-hidden className="size-4" />}
        />
      }
    >
      <MenuItem icon={<PanelRightOpen aria-hidden />} onSelect={onOpen}>
        {t('documents.open')}
      </MenuItem>
      {mayWrite && (
        <MenuItem isDanger icon={<Trash2 aria-hidden />} onSelect={() => void remove([document])}>
          {t('documents.delete')}
        </MenuItem>
      )}
    </Menu>
  )
}
