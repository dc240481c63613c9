import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Folders, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { collectionsQuery } from '../../queries.ts'
import { classNames } from '../../ui/class-names.ts'
import { Menu, MenuCheck } from '../../ui/menu.tsx'

export interface Question {
  text: string
  /** Ids; none means everywhere. */
  collections: string[]
}

interface AskBoxProps {
  initial?: Question
  placeholder: string
  isFocusedFirst?: boolean
  isLarge?: boolean
  onAsk: (question: Question) => void
  /** While an answer is written, the button stops it. */
  onStop?: (() => void) | undefined
}

/** The question box: Enter asks, Shift+Enter breaks the line. */
export function AskBox({ initial, placeholder, isFocusedFirst = false, isLarge = false, onAsk, onStop }: AskBoxProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(initial?.text ?? '')
  const [collections, setCollections] = useState(initial?.collections ?? [])
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!isFocusedFirst) return
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [isFocusedFirst])

  function ask(event?: FormEvent) {
    event?.preventDefault()
    if (text.trim() === '') return box.current?.focus()
    onAsk({ text: text.trim(), collections })
  }
  function askOnEnter(event: KeyboardEvent) {
    // Enter also ends the composition of a Chinese or Japanese word; that is not the end of the question.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) ask(event as unknown as FormEvent)
  }

  return (
    <form
      onSubmit={ask}
      className="rounded-2xl border border-line-strong bg-surface shadow-low transition-shadow focus-within:border-accent focus-within:shadow-high"
    >
      <textarea
        ref={box}
        aria-label={t('ask.question')}
        placeholder={placeholder}
        value={text}
        rows={isLarge ? 2 : 1}
        maxLength={2000}
        enterKeyHint="send"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={askOnEnter}
        className="field-sizing-content block max-h-[40dvh] w-full resize-none bg-transparent px-4 pt-3.5 pb-1 text-base outline-none"
      />
      <div className="flex items-center justify-between gap-2 px-2 pb-2">
        <ScopeMenu chosen={collections} onChange={setCollections} />
        {onStop ? (
          <button
            type="button"
            onClick={onStop}
            aria-label={t('ask.stop')}
            title={`${t('ask.stop')} (Esc)`}
            className="flex size-11 items-center justify-center rounded-xl bg-accent-fill text-on-accent hover:bg-accent-fill-hover md:size-9"
          >
            <Square aria-hidden className="size-4 fill-current" />
          </button>
        ) : (
          <button
            type="submit"
            aria-label={t('ask.submit')}
            title={t('ask.submit')}
            className={classNames(
              'flex size-11 items-center justify-center rounded-xl transition-colors md:size-9',
              text.trim() === '' ? 'bg-sunken text-muted' : 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
            )}
          >
            <ArrowUp aria-hidden className="size-5" />
          </button>
        )}
      </div>
    </form>
  )
}

interface ScopeMenuProps {
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** In which collections to look. Shown only where there is a choice. */
function ScopeMenu({ chosen, onChange }: ScopeMenuProps) {
  const { t } = useTranslation()
  const { data: collections = [] } = useQuery(collectionsQuery())
  if (collections.length === 0) return <span />

  const names = collections.filter(({ id }) => chosen.includes(id)).map(({ name }) => name)
  const scope =
    chosen.length === 0 ? t('ask.scopeAll') : names.length === 1 ? names[0]! : t('ask.scope', { count: chosen.length })
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('ask.scopeLabel', { scope })}
          className="flex min-h-11 min-w-0 items-center gap-2 rounded-lg px-2.5 text-sm text-muted hover:bg-hover hover:text-text md:min-h-8"
        >
          <Folders aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{scope}</span>
        </button>
      }
    >
      <MenuCheck isOn={chosen.length === 0} onToggle={() => onChange([])}>
        {t('ask.scopeAll')}
      </MenuCheck>
      {collections.map(({ id, name }) => (
        <MenuCheck key={id} isOn={chosen.includes(id)} onToggle={() => toggle(id)}>
          {name}
        </MenuCheck>
      ))}
    </Menu>
  )
}
