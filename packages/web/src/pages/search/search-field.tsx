import type { Suggestion } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { FileText, Heading, Search } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useDelayed } from '../../ui/use-delayed.ts'

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>
  /** What is searched for now, as the address says it. */
  value: string
  isBusy: boolean
  onSearch: (q: string) => void
}

/** Where one types what to look for; Enter searches. Titles and headings that fit are offered meanwhile. */
export function SearchField({ field, value, isBusy, onSearch }: SearchFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState(value)
  const [isTyping, setIsTyping] = useState(false)
  const [active, setActive] = useState(-1)
  // Changed from elsewhere, as by the back button or "did you mean".
  useEffect(() => setText(value), [value])
  useSlashKey(field)
  const suggestions = useSuggestions(isTyping ? text : '')
  const isOpen = suggestions.length > 0
  const current = Math.min(active, suggestions.length - 1)

  function search(q: string) {
    setIsTyping(false)
    setText(q)
    // On a phone the keyboard would stay in front of what was found.
    if (q && matchMedia('(pointer: coarse)').matches) field.current?.blur()
    onSearch(q)
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    search(isOpen && current >= 0 ? suggestions[current]!.text : text.trim())
  }
  function walk(event: KeyboardEvent) {
    if (!isOpen || event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    // Before the first one stands what was typed.
    const stops = suggestions.length + 1
    if (step) setActive(((current + 1 + step + stops) % stops) - 1)
    else if (event.key === 'Escape') setIsTyping(false)
    else return
    event.preventDefault()
  }
  return (
    <form onSubmit={submit} className="flex gap-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only tells when the focus leaves what is inside */}
      <div className="relative min-w-0 flex-1" onBlur={() => setIsTyping(false)}>
        <Search aria-hidden className="pointer-events-none absolute top-4 left-4 size-4 text-muted" />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-list` : undefined}
          aria-activedescendant={isOpen && current >= 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          placeholder={t('search.placeholder')}
          value={text}
          maxLength={2000}
          enterKeyHint="search"
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value)
            setIsTyping(true)
            setActive(-1)
          }}
          onKeyDown={walk}
          className="h-12 w-full rounded-xl border border-line-strong bg-surface pr-3 pl-11 text-base shadow-low"
        />
        {isOpen && (
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t('search.suggestions')}
            className="absolute inset-x-0 top-full z-30 mt-1 max-h-[min(24rem,60dvh)] animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-high"
          >
            {suggestions.map((suggestion, index) => (
              <Option
                key={`${suggestion.kind} ${suggestion.text}`}
                id={`${id}-${index}`}
                suggestion={suggestion}
                isActive={index === current}
                onPoint={() => setActive(index)}
                onChoose={() => search(suggestion.text)}
              />
            ))}
          </div>
        )}
        <p role="status" className="sr-only">
          {isOpen && t('search.suggestionCount', { count: suggestions.length })}
        </p>
      </div>
      <Button type="submit" look="primary" isBusy={isBusy} className="h-12 rounded-xl md:px-5">
        {t('search.submit')}
      </Button>
    </form>
  )
}

/** What fits what is typed: to search, the same text in two documents is the same. */
function useSuggestions(typed: string): readonly Suggestion[] {
  const q = useDelayed(typed.trim())
  const { data = [] } = useQuery(placesQuery(q))
  if (typed.trim().length < 2 || q.length < 2) return []
  const lower = data.map((each) => each.text.toLowerCase())
  return data.filter((_, index) => lower.indexOf(lower[index]!) === index)
}

interface OptionProps {
  id: string
  suggestion: Suggestion
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}

function Option({ id, suggestion: { kind, text, title }, isActive, onPoint, onChoose }: OptionProps) {
  const { t } = useTranslation()
  const Icon = kind === 'title' ? FileText : Heading
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are taken by the field, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      onMouseMove={onPoint}
      className={classNames(
        'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm md:min-h-9',
        isActive && 'bg-hover',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 truncate">{text}</span>
      {kind === 'heading' && (
        <span className="ml-auto max-w-[40%] shrink-0 truncate text-xs text-muted">{t('search.suggestedIn', { title })}</span>
      )}
    </div>
  )
}

/** "/" leads to the field from wherever nothing is typed. */
function useSlashKey(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const focusField = (event: globalThis.KeyboardEvent) => {
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
