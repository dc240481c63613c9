import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'

/** The tags of a document; each leads to all documents that have it. */
export function TagList({ tags, className }: { tags: readonly string[]; className?: string }) {
  const { t } = useTranslation()
  if (tags.length === 0) return null
  return (
    <ul aria-label={t('documents.tags')} className={classNames('flex flex-wrap gap-1', className)}>
      {tags.map((tag) => (
        <li key={tag} className="max-w-full">
          <Link
            to="/documents"
            search={(now) => ({ ...now, tag })}
            resetScroll={false}
            preload={false}
            className="inline-flex min-h-6 max-w-full items-center rounded-full bg-sunken px-2 text-xs text-muted hover:bg-hover hover:text-text"
          >
            <span className="truncate">{tag}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
