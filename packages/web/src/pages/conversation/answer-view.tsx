import type { Answer, MessageView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowUpRight, EyeOff, WifiOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AnswerText } from '../../answers/answer-text.tsx'
import type { LiveAnswer } from '../../answers/follow-answer.ts'
import { NotAnswered } from '../../answers/not-answered.tsx'
import { SourceCards } from '../../answers/source-cards.tsx'
import { spokenSentences } from '../../answers/spoken-sentences.ts'
import { useLiveAnswer } from '../../answers/use-live-answer.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { Notice } from '../../ui/states.tsx'
import { keepAnswer } from '../ask/keep-run.ts'
import { Searching } from '../ask/searching.tsx'
import { AnswerActions } from './answer-actions.tsx'
import { RunState } from './run-state.tsx'
import type { TurnProps } from './turn-view.tsx'

type AnswerViewProps = TurnProps & { message: MessageView & { answer: Answer } }

/** An answer as far as it has come, with its sources and what can be done with it. */
export function AnswerView({ message: { answer }, ...props }: AnswerViewProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { conversation, openSource, onAsk, onSaid } = props
  const { live, error } = useLiveAnswer(answer, (end) => keepAnswer(queryClient, conversation.id, end))
  useSayAnswer(live, onSaid)
  if (answer.isWithheld)
    return (
      <Notice
        level="h3"
        look="plain"
        icon={<EyeOff aria-hidden className="text-muted" />}
        title={t('conversation.withheldTitle')}
      >
        {t('conversation.withheldText')}
      </Notice>
    )

  const end = live.end
  const isWriting = !end && !error
  const isSilent = end?.state === 'complete' && !end.isAnswered
  const open = { answerId: answer.id, number: openSource }
  const doubts = (end?.sentences ?? []).filter(({ isSupported }) => !isSupported).length
  return (
    <div className="flex flex-col gap-5">
      {isWriting && live.text === '' && (
        <Searching
          passages={live.passages?.length}
          tool={live.tool && t(`tools.${live.tool.tool as 'search'}`, { subject: live.tool.subject })}
        />
      )}
      {isSilent ? (
        <NotAnswered answer={end} />
      ) : (
        live.text !== '' && (
          <AnswerText
            text={live.text}
            citations={live.citations}
            sentences={end?.sentences}
            model={(end ?? answer).model}
            isWriting={isWriting}
            open={open}
          />
        )
      )}
      {live.isReconnecting && (
        <p role="status" className="flex items-center gap-2 text-sm text-busy">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {t('conversation.reconnecting')}
        </p>
      )}
      {doubts > 0 && !isSilent && (
        <p className="rounded-lg bg-busy-soft px-3 py-2 text-sm text-busy">{t('ask.doubts', { count: doubts })}</p>
      )}
      {end && <RunState answer={end} {...props} />}
      {error !== undefined && <ErrorNotice level="h3" error={error} />}
      {end && <AnswerActions answer={end} {...props} />}
      {!isSilent && live.citations.length > 0 && <SourceCards citations={live.citations} open={open} />}
      {end && onAsk && <FollowUps questions={end.followUps ?? []} onAsk={onAsk} />}
    </div>
  )
}

function FollowUps({ questions, onAsk }: { questions: string[]; onAsk: (text: string) => void }) {
  const { t } = useTranslation()
  if (questions.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-muted">{t('ask.followUps')}</h3>
      <ul className="-mx-3 divide-y divide-line">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="group flex min-h-11 w-full items-center gap-3 rounded-lg px-3 py-2 text-left text-sm transition-colors hover:bg-hover"
            >
              <span className="flex-1">{question}</span>
              <ArrowUpRight aria-hidden className="size-4 text-muted opacity-60 group-hover:opacity-100" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Says what happens to an answer that is made while one is here; not what was there before. */
function useSayAnswer(live: LiveAnswer, onSaid: (sentences: readonly string[]) => void) {
  const { t } = useTranslation()
  const isRunning = !live.end
  // What was written before one came is there to be read.
  const saidCount = useRef<number>(undefined)
  const hasBegun = useRef(false)
  useEffect(() => {
    if (isRunning && !hasBegun.current) {
      hasBegun.current = true
      saidCount.current = spokenSentences(live.text, true).length
      onSaid([t('ask.searching')])
    }
    if (saidCount.current === undefined) return
    const sentences = spokenSentences(live.text, isRunning)
    const news = sentences.slice(saidCount.current)
    saidCount.current = isRunning ? Math.max(saidCount.current, sentences.length) : undefined
    if (live.end?.state === 'complete' && !live.end.isAnswered) onSaid([`${t('ask.notAnsweredTitle')}.`])
    else if (news.length > 0 || live.end) {
      const sources = live.end && live.citations.length > 0 ? [t('ask.announcedSources', { count: live.citations.length })] : []
      onSaid([...news, ...sources])
    }
  }, [live, isRunning, onSaid, t])
}
