import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { countWorking, documentCountsQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'

interface NothingFoundProps {
  q: string
  isFiltered: boolean
  onClearFilters: () => void
}

/** Says that nothing was found, and what may help. */
export function NothingFound({ q, isFiltered, onClearFilters }: NothingFoundProps) {
  const { t } = useTranslation()
  const isReading = countWorking(useQuery(documentCountsQuery()).data) > 0
  const hasSyntax = /["„“”«»]|(^|\s)-\S|\btitle:/i.test(q)
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title={t('search.nothingTitle', { q: q.length > 80 ? `${q.slice(0, 80)}…` : q })}
      actions={isFiltered && <Button onClick={onClearFilters}>{t('search.withoutFilters')}</Button>}
    >
      {isReading && <p className="mb-2 font-medium text-text">{t('search.nothingReading')}</p>}
      <p>{t('search.nothingFewer')}</p>
      {hasSyntax && <p>{t('search.nothingExact')}</p>}
      {isFiltered && <p>{t('search.nothingFilters')}</p>}
    </EmptyState>
  )
}
