import { Search } from 'lucide-react'
import { type FormEvent, type RefObject, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>
  /** What is searched for now, as the address says it. */
  value: string
  isBusy: boolean
  onSearch: (q: string) => void
}

/** Where one types what to look for; Enter searches. */
export function SearchField({ field, value, isBusy, onSearch }: SearchFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  // Changed from elsewhere, as by the back button or "did you mean".
  useEffect(() => setText(value), [value])
  useSlashKey(field)

  function search(event: FormEvent) {
    event.preventDefault()
    // On a phone the keyboard would stay in front of what was found.
    if (text.trim() && matchMedia('(pointer: coarse)').matches) field.current?.blur()
    onSearch(text.trim())
  }
  return (
    <form onSubmit={search} className="flex gap-2">
      <div className="relative min-w-0 flex-1">
        <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-4 my-auto size-4 text-muted" />
        <input
          ref={field}
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          value={text}
          maxLength={2000}
          enterKeyHint="search"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          className="h-12 w-full rounded-xl border border-line-strong bg-surface pr-3 pl-11 text-base shadow-low"
        />
      </div>
      <Button type="submit" look="primary" isBusy={isBusy} className="h-12 rounded-xl md:px-5">
        {t('search.submit')}
      </Button>
    </form>
  )
}

/** "/" leads to the field from wherever nothing is typed. */
function useSlashKey(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const focusField = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target as HTMLElement
      if (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]')) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', focusField)
    return () => window.removeEventListener('keydown', focusField)
  }, [field])
}
