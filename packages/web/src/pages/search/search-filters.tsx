import { documentFormats } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage } from '../../formats.ts'
import { collectionsQuery, tagsQuery } from '../../queries.ts'
import type { SearchAddress } from '../../search-params.ts'
import { classNames } from '../../ui/class-names.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { control, SelectField } from '../../ui/field.tsx'
import { useIsWide } from '../../ui/use-is-wide.ts'

export type Filters = Omit<SearchAddress, 'q' | 'document' | 'at'>

interface SearchFiltersProps {
  filters: Filters
  /** Languages of the hits on the screen. */
  shownLanguages: readonly string[]
  onChange: (change: Filters) => void
}

/** Where to look. Where there is little room, it is behind a line that opens it. */
export function SearchFilters(props: SearchFiltersProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const isWide = useIsWide(box, 600)
  const count = Object.values(props.filters).filter(Boolean).length
  return (
    <search ref={box} aria-label={t('search.filters')}>
      {isWide ? (
        <Controls {...props} isWide />
      ) : (
        <Disclosure summary={count > 0 ? t('search.filtersSet', { count }) : t('search.filters')}>
          <Controls {...props} isWide={false} />
        </Disclosure>
      )}
    </search>
  )
}

type ControlsProps = SearchFiltersProps & { isWide: boolean }

const usualLanguages = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt']

function Controls({ filters, shownLanguages, onChange, isWide }: ControlsProps) {
  const { t } = useTranslation()
  const { data: collections = [] } = useQuery(collectionsQuery())
  const { data: tags = [] } = useQuery(tagsQuery())
  const codes = [...new Set([...usualLanguages, ...shownLanguages, ...(filters.language ? [filters.language] : [])])]
  const languages = codes.map((value) => ({ value, label: nameOfLanguage(value) })).sort((a, b) => a.label.localeCompare(b.label))
  const any = (label: string) => ({ value: '', label })
  return (
    <div
      className={
        isWide
          ? 'flex flex-wrap items-end gap-2 *:w-37'
          : 'grid grid-cols-1 gap-3 border-t border-line p-3 min-[24rem]:grid-cols-2'
      }
    >
      {collections.length > 0 && (
        <SelectField
          isLabelHidden={isWide}
          label={t('documents.collection')}
          value={filters.collection ?? ''}
          choices={[
            any(t('documents.anyCollection')),
            ...collections.map(({ id, name, access }) => ({
              value: id,
              label: access === 'members' ? t('collections.closedNamed', { name }) : name,
            })),
          ]}
          onChoose={(value) => onChange({ collection: value || undefined })}
        />
      )}
      {(tags.length > 0 || filters.tag) && (
        <SelectField
          isLabelHidden={isWide}
          label={t('documents.tag')}
          value={filters.tag ?? ''}
          choices={[any(t('documents.anyTag')), ...withChosen(tags, filters.tag).map((tag) => ({ value: tag, label: tag }))]}
          onChoose={(value) => onChange({ tag: value || undefined })}
        />
      )}
      <SelectField
        isLabelHidden={isWide}
        label={t('documents.format')}
        value={filters.format ?? ''}
        choices={[any(t('documents.anyFormat')), ...documentFormats.map((value) => ({ value, label: t(`formats.${value}`) }))]}
        onChoose={(value) => onChange({ format: documentFormats.find((format) => format === value) })}
      />
      <SelectField
        isLabelHidden={isWide}
        label={t('documents.language')}
        value={filters.language ?? ''}
        choices={[any(t('documents.anyLanguage')), ...languages]}
        onChoose={(value) => onChange({ language: value || undefined })}
      />
      <Typed
        label={t('search.inTitle')}
        isLabelHidden={isWide}
        value={filters.title ?? ''}
        onCommit={(title) => onChange({ title })}
        placeholder={t('search.inTitleHint')}
        maxLength={300}
      />
      <Typed
        label={t('search.author')}
        isLabelHidden={isWide}
        value={filters.author ?? ''}
        onCommit={(author) => onChange({ author })}
        placeholder={t('search.authorHint')}
        maxLength={200}
      />
      <Day
        label={t('search.from')}
        isBeside={isWide}
        value={filters.from}
        max={filters.to}
        onChoose={(from) => onChange({ from })}
      />
      <Day
        label={t('search.to')}
        shortLabel={t('search.until')}
        isBeside={isWide}
        value={filters.to}
        min={filters.from}
        onChoose={(to) => onChange({ to })}
      />
    </div>
  )
}

/** A tag that is chosen stays in the list, also when no document has it any more. */
const withChosen = (tags: readonly string[], chosen: string | undefined) =>
  chosen === undefined || tags.includes(chosen) ? tags : [chosen, ...tags]

const boxClass = classNames(control, 'h-11 border-line! hover:border-line-strong! md:h-9')

interface TypedProps {
  label: string
  isLabelHidden: boolean
  value: string
  onCommit: (value: string | undefined) => void
  placeholder: string
  maxLength: number
}

/** A text that is looked for once it is whole: with Enter, or on leaving the field. */
function Typed({ label, isLabelHidden, value, onCommit, ...rest }: TypedProps) {
  const id = useId()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const commit = () => text.trim() !== value && onCommit(text.trim() || undefined)
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <input
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && commit()}
        className={boxClass}
        {...rest}
      />
    </div>
  )
}

interface DayProps {
  label: string
  /** What is shown of the label where it stands beside another day. */
  shortLabel?: string
  isBeside: boolean
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  onChoose: (value: string | undefined) => void
}

/** The browser's own date field. While a year is typed it passes through the first centuries: those are not searched. */
function Day({ label, shortLabel = label, isBeside, value = '', onChoose, ...limits }: DayProps) {
  const id = useId()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <div className={isBeside ? 'flex w-auto! items-center gap-2' : 'flex flex-col gap-1'}>
      <label htmlFor={id} className={isBeside ? 'text-sm whitespace-nowrap text-muted' : 'text-sm font-medium'}>
        {isBeside ? shortLabel : label}
      </label>
      <input
        id={id}
        type="date"
        aria-label={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          if (event.target.value === '' || event.target.value >= '1900') onChoose(event.target.value || undefined)
        }}
        className={classNames(boxClass, isBeside && 'w-34!')}
        {...limits}
      />
    </div>
  )
}
