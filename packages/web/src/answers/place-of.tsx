import { useTranslation } from 'react-i18next'
import { classNames } from '../ui/class-names.ts'

interface Source {
  title: string
  headingPath: readonly string[]
  page: number | null
}

/** Where in a document something stands: headings and page, in small print. */
export function PlaceOf({ source, className }: { source: Source; className?: string }) {
  const { t } = useTranslation()
  // Many documents repeat their title as the first heading.
  const headings = source.headingPath.filter((heading, index) => index > 0 || heading !== source.title)
  const parts = [...headings, ...(source.page === null ? [] : [t('app.page', { page: source.page })])]
  if (parts.length === 0) return null
  return <p className={classNames('line-clamp-2 text-xs text-muted', className)}>{parts.join(' › ')}</p>
}
