import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { agentsQuery, collectionsQuery } from '../../queries.ts'
import { useIsHeldBack } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'

// Menus are a fifth of the first screen's code, and nobody opens one in the first second.
const ScopeMenu = lazy(() => import('./scope-menu.tsx'))
const AgentMenu = lazy(() => import('./agent-menu.tsx'))

export interface Question {
  text: string
  /** Ids; none means everywhere. */
  collections: string[]
  /** The id of who is asked; undefined for the general agent. */
  agent?: string | undefined
}

interface AskBoxProps {
  initial?: Question
  placeholder: string
  isFocusedFirst?: boolean
  isLarge?: boolean
  /** What was asked is on its way. */
  isBusy?: boolean
  /** Is empty again after a question, for the next one. */
  isKept?: boolean
  onAsk: (question: Question) => void
  /** Esc leaves it. */
  onCancel?: (() => void) | undefined
  /** While an answer is written, the button stops it. */
  onStop?: (() => void) | undefined
}

/** The question box: Enter asks, Shift+Enter breaks the line. */
export function AskBox({ initial, placeholder, onAsk, onCancel, onStop, ...props }: AskBoxProps) {
  const { isFocusedFirst = false, isLarge = false, isBusy = false, isKept = false } = props
  const { t } = useTranslation()
  const [text, setText] = useState(initial?.text ?? '')
  const [collections, setCollections] = useState(initial?.collections ?? [])
  const [agent, setAgent] = useState(initial?.agent)
  const { data: choices = [] } = useQuery(collectionsQuery())
  const { data: agents = [] } = useQuery(agentsQuery())
  const isHeldBack = useIsHeldBack('answers.ask')
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (!isFocusedFirst) return
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [isFocusedFirst])

  function ask(event?: FormEvent) {
    event?.preventDefault()
    // While an answer is written, Enter asks nothing: the button stops it.
    if (isHeldBack || isBusy || onStop) return
    if (text.trim() === '') return box.current?.focus()
    onAsk({ text: text.trim(), collections, agent: agents.some(({ id }) => id === agent) ? agent : undefined })
    if (isKept) setText('')
  }
  function askOnEnter(event: KeyboardEvent) {
    // Enter also ends the composition of a Chinese or Japanese word; that is not the end of the question.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) ask(event as unknown as FormEvent)
    else if (event.key === 'Escape' && onCancel) {
      event.preventDefault()
      onCancel()
    }
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
        <div className="flex min-w-0 flex-1">
          <Suspense fallback={<span className="min-h-11 md:min-h-8" />}>
            {agents.length > 1 && <AgentMenu agents={agents} chosen={agent} onChange={setAgent} />}
            {choices.length > 0 && <ScopeMenu choices={choices} chosen={collections} onChange={setCollections} />}
          </Suspense>
        </div>
        {onCancel && (
          <Button look="ghost" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        )}
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
            aria-busy={isBusy || undefined}
            className={classNames(
              'flex size-11 items-center justify-center rounded-xl transition-colors md:size-9',
              isBusy && 'animate-breathe',
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
