import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { Page } from '../../shell/page.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AnswerActions } from './answer-actions.tsx'
import { spokenAnswer } from './answer-text.ts'
import { AnswerText } from './answer-text-view.tsx'
import { AskBox, type Question } from './ask-box.tsx'
import { askSearch } from './home-page.tsx'
import { NotAnswered } from './not-answered.tsx'
import { SourceCards } from './source-cards.tsx'
import { SourcePanel } from './source-panel.tsx'
import { type LiveAnswer, useAnswer } from './use-answer.ts'

const route = getRouteApi('/shell/ask')

/** One question and its answer. The address says both the question and which source is open. */
export function AnswerPage() {
  const { q: text = '', collections = '' } = route.useSearch()
  // Another question is another page: nothing of the last one stays.
  return <AnswerOf key={`${text}\n${collections}`} question={{ text, collections: collections.split(',').filter(Boolean) }} />
}

function AnswerOf({ question }: { question: Question }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const { source } = route.useSearch()
  const { answer, error, isRunning, stop, askAgain } = useAnswer(question.text, question.collections)
  const [isEditing, setIsEditing] = useState(false)
  const shown = answer.whole?.isAnswered === false ? [] : answer.citations
  const cited = shown.find(({ number }) => number === source)

  useStopKey(isRunning && !cited, stop)
  const ask = (next: Question) => {
    setIsEditing(false)
    const isSame = next.text === question.text && next.collections.join() === question.collections.join()
    if (isSame) askAgain()
    else void navigate({ to: '/ask', search: askSearch(next) })
  }
  const openSource = (number: number | undefined) =>
    void navigate({ search: (now) => ({ ...now, source: number }), replace: source !== undefined, resetScroll: false })

  return (
    <Page
      title={question.text}
      className="flex flex-col"
      aside={
        cited && (
          <SourcePanel
            question={question.text}
            citation={cited}
            citations={shown}
            onChoose={openSource}
            onClose={() => openSource(undefined)}
          />
        )
      }
    >
      <div className="mx-auto w-full max-w-[46rem] flex-1 px-4 pt-8 pb-8 md:px-6 md:pt-12">
        {isEditing ? (
          <AskBox isFocusedFirst initial={question} placeholder={t('ask.placeholder')} onAsk={ask} />
        ) : (
          <h1
            className={classNames(
              'font-semibold tracking-tight text-balance wrap-anywhere',
              question.text.length > 90 ? 'text-lg' : 'text-lg md:text-xl',
            )}
          >
            {question.text}
          </h1>
        )}
        <div className="mt-6 flex flex-col gap-6">
          <Progress answer={answer} isRunning={isRunning} />
          {answer.whole?.isAnswered === false ? (
            <NotAnswered answer={answer.whole} />
          ) : (
            answer.text !== '' && (
              <AnswerText text={answer.text} citations={answer.citations} isWriting={isRunning} openSource={source} />
            )
          )}
          {answer.phase === 'stopped' && <p className="text-sm text-muted">{t('ask.stopped')}</p>}
          {error && <ErrorNotice error={error} onRetry={askAgain} />}
          {!isRunning && (
            <AnswerActions answer={answer} question={question.text} onAgain={askAgain} onEdit={() => setIsEditing(true)} />
          )}
          {shown.length > 0 && <SourceCards citations={shown} openSource={source} />}
        </div>
        <Announcement answer={answer} />
      </div>
      <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] mx-auto w-full max-w-[46rem] bg-canvas px-4 pb-3 md:bottom-0 md:px-6 md:pb-6">
        <AskBox
          initial={{ text: '', collections: question.collections }}
          placeholder={t('ask.placeholderAgain')}
          onAsk={ask}
          onStop={isRunning ? stop : undefined}
        />
      </div>
    </Page>
  )
}

/** Esc stops the answer; while a panel is open, Esc belongs to the panel. */
function useStopKey(isActive: boolean, stop: () => void) {
  useEffect(() => {
    if (!isActive) return
    const stopOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) stop()
    }
    window.addEventListener('keydown', stopOnEscape)
    return () => window.removeEventListener('keydown', stopOnEscape)
  }, [isActive, stop])
}

function Progress({ answer, isRunning }: { answer: LiveAnswer; isRunning: boolean }) {
  const { t } = useTranslation()
  if (!isRunning || answer.text !== '') return null
  return (
    <div className="flex flex-col gap-3">
      <p className="animate-breathe text-sm text-muted">
        {answer.phase === 'writing' ? t('ask.writing', { count: answer.passages.length }) : t('ask.searching')}
      </p>
      <div aria-hidden className="flex animate-breathe flex-col gap-2.5">
        <div className="h-4 w-11/12 rounded-md bg-sunken" />
        <div className="h-4 w-full rounded-md bg-sunken" />
        <div className="h-4 w-3/5 rounded-md bg-sunken" />
      </div>
    </div>
  )
}

/** What a screen reader hears: that it has begun, then the answer, once and whole. */
function Announcement({ answer }: { answer: LiveAnswer }) {
  const { t } = useTranslation()
  let text = ''
  if (answer.phase === 'searching') text = t('ask.searching')
  else if (answer.phase === 'stopped') text = t('ask.stopped')
  else if (answer.whole?.isAnswered === false) text = `${t('ask.notAnsweredTitle')}.`
  else if (answer.phase === 'done')
    text = `${t('ask.announced', { answer: spokenAnswer(answer.text) })} ${t('ask.announcedSources', { count: answer.citations.length })}`
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  )
}
