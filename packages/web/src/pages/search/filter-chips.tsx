import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatDate, nameOfLanguage } from '../../formats.ts'
import { collectionsQuery } from '../../queries.ts'
import type { Filters } from './search-filters.tsx'

interface FilterChipsProps {
  filters: Filters
  onRemove: (names: (keyof Filters)[]) => void
}

/** The filters that are set, each with a way to take it off. */
export function FilterChips({ filters, onRemove }: FilterChipsProps) {
  const { t } = useTranslation()
  const { data: collections, isPending } = useQuery(collectionsQuery())
  const { collection, tag, title, format, language, author, from, to } = filters
  const collectionName =
    collections?.find(({ id }) => id === collection)?.name ?? (isPending ? '…' : t('search.unknownCollection'))
  const set = [
    collection && { field: 'collection', name: t('documents.collection'), value: collectionName },
    tag && { field: 'tag', name: t('documents.tag'), value: tag },
    title && { field: 'title', name: t('search.inTitle'), value: title },
    format && { field: 'format', name: t('documents.format'), value: t(`formats.${format}`) },
    language && { field: 'language', name: t('documents.language'), value: nameOfLanguage(language) },
    author && { field: 'author', name: t('search.author'), value: author },
    from && { field: 'from', name: t('search.from'), value: formatDate(from) },
    to && { field: 'to', name: t('search.to'), value: formatDate(to) },
  ].filter((chip) => typeof chip === 'object') as { field: keyof Filters; name: string; value: string }[]
  if (set.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {set.map(({ field, name, value }) => (
        <li key={field} className="max-w-full">
          <button
            type="button"
            aria-label={t('search.removeFilter', { name, value })}
            onClick={() => onRemove([field])}
            className="flex min-h-11 max-w-full items-center gap-1.5 rounded-full bg-accent-soft pr-2.5 pl-3.5 text-sm font-medium text-accent hover:bg-hover md:min-h-7"
          >
            <span className="min-w-0 truncate">{t('search.filter', { name, value })}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      {set.length > 1 && (
        <li>
          <button
            type="button"
            onClick={() => onRemove(set.map(({ field }) => field))}
            className="min-h-11 rounded-lg px-2 text-sm text-muted underline-offset-2 hover:text-text hover:underline md:min-h-7"
          >
            {t('search.clearFilters')}
          </button>
        </li>
      )}
    </ul>
  )
}
