import { documentFormats, documentStates } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage } from '../../formats.ts'
import { collectionsQuery } from '../../queries.ts'
import { type DocumentsSearch, sorts } from '../../search-params.ts'
import { SelectField } from '../../ui/field.tsx'

const route = getRouteApi('/shell/documents')
const sortNames = {
  newest: 'documents.sortNewest',
  oldest: 'documents.sortOldest',
  title: 'documents.sortTitle',
  size: 'documents.sortSize',
} as const

/** Languages that the server tells apart best; others come into the list once a document on the screen has them. */
const usualLanguages = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt']

/** What to show and in which order; the address keeps it. */
export function DocumentFilters({ shownLanguages }: { shownLanguages: string[] }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: collections = [] } = useQuery(collectionsQuery())
  const set = (change: Partial<DocumentsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false })

  const codes = [...new Set([...usualLanguages, ...shownLanguages, ...(search.language ? [search.language] : [])])]
  const languages = codes.map((value) => ({ value, label: nameOfLanguage(value) })).sort((a, b) => a.label.localeCompare(b.label))
  const any = (label: string) => ({ value: '', label })
  const states = [...documentStates, 'working'] as const
  return (
    <search
      aria-label={t('documents.filters')}
      className="flex flex-wrap gap-2 relative max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:pb-1 *:shrink-0"
    >
      <SearchBox value={search.q ?? ''} onChange={(q) => set({ q: q || undefined })} />
      <SelectField
        isLabelHidden
        label={t('documents.state')}
        value={search.state ?? ''}
        choices={[any(t('documents.anyState')), ...states.map((value) => ({ value, label: t(`states.${value}`) }))]}
        onChoose={(value) => set({ state: (value || undefined) as DocumentsSearch['state'] })}
      />
      <SelectField
        isLabelHidden
        label={t('documents.format')}
        value={search.format ?? ''}
        choices={[any(t('documents.anyFormat')), ...documentFormats.map((value) => ({ value, label: t(`formats.${value}`) }))]}
        onChoose={(value) => set({ format: (value || undefined) as DocumentsSearch['format'] })}
      />
      <SelectField
        isLabelHidden
        label={t('documents.language')}
        value={search.language ?? ''}
        choices={[any(t('documents.anyLanguage')), ...languages]}
        onChoose={(value) => set({ language: value || undefined })}
      />
      {collections.length > 0 && (
        <SelectField
          isLabelHidden
          label={t('documents.collection')}
          className="max-w-48"
          value={search.collection ?? ''}
          choices={[any(t('documents.anyCollection')), ...collections.map(({ id, name }) => ({ value: id, label: name }))]}
          onChoose={(value) => set({ collection: value || undefined })}
        />
      )}
      <SelectField
        isLabelHidden
        label={t('documents.sort')}
        className="md:ml-auto"
        value={search.sort ?? 'newest'}
        choices={sorts.map((value) => ({ value, label: t(sortNames[value]) }))}
        onChoose={(value) => set({ sort: value === 'newest' ? undefined : (value as DocumentsSearch['sort']) })}
      />
    </search>
  )
}

/** Filters a moment after the last key, so that each letter is not a request. */
function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    // Changed from elsewhere, as by "clear filters" or the back button.
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  function send(next: string) {
    sent.current = next
    onChange(next)
  }
  return (
    <div className="relative w-56 md:w-64">
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" />
      <input
        type="search"
        aria-label={t('documents.search')}
        placeholder={t('documents.search')}
        value={text}
        maxLength={300}
        onChange={(event) => {
          setText(event.target.value)
          clearTimeout(timer.current)
          timer.current = setTimeout(send, 250, event.target.value.trim())
        }}
        className="h-11 w-full rounded-lg border border-line-strong bg-surface pr-2 pl-9 text-base shadow-low md:h-9 md:text-sm"
      />
    </div>
  )
}
