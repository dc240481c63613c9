import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { collectionsQuery } from '../../queries.ts'
import { useIsHeldBack } from '../../session.ts'
import { classNames } from '../../ui/class-names.ts'

// Menus are a fifth of the first screen's code, and nobody opens one in the first second.
const ScopeMenu = lazy(() => import('./scope-menu.tsx'))

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
  const { data: choices = [] } = useQuery(collectionsQuery())
  const isHeldBack = useIsHeldBack('answers.ask')
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!isFocusedFirst) return
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [isFocusedFirst])

  function ask(event?: FormEvent) {
    event?.preventDefault()
    if (isHeldBack) return
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
        placeholder={isHeldBack ? t('suspended.ask') : placeholder}
        readOnly={isHeldBack}
        value={text}
        rows={isLarge ? 2 : 1}
        maxLength={2000}
        enterKeyHint="send"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={askOnEnter}
        className="field-sizing-content block max-h-[40dvh] w-full resize-none bg-transparent px-4 pt-3.5 pb-1 text-base outline-none"
      />
      <div className="flex items-center justify-between gap-2 px-2 pb-2">
        <Suspense fallback={<span className="min-h-11 md:min-h-8" />}>
          {choices.length > 0 ? <ScopeMenu choices={choices} chosen={collections} onChange={setCollections} /> : <span />}
        </Suspense>
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
            title={isHeldBack ? t('suspended.ask') : t('ask.submit')}
            disabled={isHeldBack}
            className={classNames(
              'flex size-11 items-center justify-center rounded-xl transition-colors md:size-9',
              text.trim() === '' || isHeldBack
                ? 'bg-sunken text-muted'
                : 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
            )}
          >
            <ArrowUp aria-hidden className="size-5" />
          </button>
        )}
      </div>
    </form>
  )
}
