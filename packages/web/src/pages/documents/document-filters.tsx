import { documentFormats, documentStates } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage } from '../../formats.ts'
import { collectionsQuery, tagsQuery } from '../../queries.ts'
import { type DocumentsSearch, sorts } from '../../search-params.ts'
import { SelectField } from '../../ui/field.tsx'
import { SearchBox } from '../../ui/search-box.tsx'

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
  const { data: tags = [] } = useQuery(tagsQuery())
  const shownTags = search.tag === undefined || tags.includes(search.tag) ? tags : [search.tag, ...tags]
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
      <SearchBox
        label={t('documents.search')}
        value={search.q ?? ''}
        onChange={(q) => set({ q: q || undefined })}
        className="w-56 md:w-64"
      />
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
          choices={[
            any(t('documents.anyCollection')),
            ...collections.map(({ id, name, access }) => ({
              value: id,
              label: access === 'members' ? t('collections.closedNamed', { name }) : name,
            })),
          ]}
          onChoose={(value) => set({ collection: value || undefined })}
        />
      )}
      {shownTags.length > 0 && (
        <SelectField
          isLabelHidden
          label={t('documents.tag')}
          className="max-w-48"
          value={search.tag ?? ''}
          choices={[any(t('documents.anyTag')), ...shownTags.map((tag) => ({ value: tag, label: tag }))]}
          onChoose={(value) => set({ tag: value || undefined })}
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
