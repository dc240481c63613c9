import type { ConversationView, MessageView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Eye, MessagesSquare } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SourcePanel } from '../../answers/source-panel.tsx'
import { isCode } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { conversationQuery } from '../../queries.ts'
import { Page } from '../../shell/page.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { useEscape } from '../../ui/use-escape.ts'
import { AskBox, type Question } from '../ask/ask-box.tsx'
import { Searching } from '../ask/searching.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { readBranch } from './message-tree.ts'
import { TurnView } from './turn-view.tsx'
import { useConversationActions } from './use-conversation-actions.ts'
import { WhyPanel } from './why-panel.tsx'

const route = getRouteApi('/shell/conversations/$id')

/** A conversation: questions, the branch of answers that is chosen, and the box for the next question. */
export function ConversationPage() {
  const { id } = route.useParams()
  // Another conversation is another page: nothing of the last one stays.
  return <ConversationById key={id} id={id} />
}

function ConversationById({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(conversationQuery(id))
  if (data) return <Conversation conversation={data.conversation} messages={data.messages} />
  if (isCode(error, 'conversation/not-found', 'request/invalid'))
    return (
      <Page title={t('conversation.title')}>
        <div className="pt-16">
          <EmptyState
            level="h1"
            icon={<MessagesSquare aria-hidden />}
            title={t('conversation.goneTitle')}
            actions={
              <Link to="/conversations" className={buttonClass()}>
                {t('conversations.all')}
              </Link>
            }
          >
            {t('conversation.goneText')}
          </EmptyState>
        </div>
      </Page>
    )
  return (
    <Page title={t('conversation.title')}>
      <div className="mx-auto flex w-full max-w-[46rem] flex-col gap-4 px-4 pt-20 md:px-6">
        {error ? (
          <ErrorNotice level="h1" error={error} onRetry={() => void refetch()} />
        ) : (
          <>
            <Skeleton className="h-7 w-3/5" />
            <Skeleton className="mt-3 h-4 w-11/12" />
            <Skeleton className="h-4 w-full" />
            <Skeleton className="h-4 w-4/5" />
          </>
        )}
      </div>
    </Page>
  )
}

function Conversation({ conversation, messages }: { conversation: ConversationView; messages: MessageView[] }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const { source, of, message, why } = route.useSearch()
  const turns = readBranch(messages, message)
  const last = turns.at(-1)
  const actions = useConversationActions(conversation.id)
  const said = useSaid()
  const { isMine } = conversation

  const show = useCallback(
    (change: { source?: number | undefined; of?: string | undefined; message?: string | undefined; why?: string | undefined }) =>
      void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false }),
    [navigate],
  )
  const cited = turns.find(({ answer }) => answer?.id === of)?.answer?.answer
  const citations = (cited?.citations ?? []).filter(({ isAvailable }) => isAvailable !== false)
  const citation = citations.find(({ number }) => number === source)
  const explained = turns.find(({ answer }) => answer?.id === why)?.answer?.answer
  const hasPanel = citation !== undefined || explained !== undefined

  const running = turns.findLast(({ answer }) => answer?.answer.state === 'running')?.answer
  const stop = running && isMine ? () => actions.stop.mutate(running.id) : undefined
  // While a panel is open, Esc belongs to the panel.
  useEscape(hasPanel ? undefined : stop)
  const { send } = actions
  const ask = (question: Question) =>
    send.mutate({ question, parent: last?.answer?.id ?? null }, { onSuccess: () => show({ message: undefined }) })
  const isNext = send.variables?.parent === (last?.answer?.id ?? null)
  const failure = send.error && <ErrorNotice error={send.error} onRetry={() => ask(send.variables.question)} />
  const lastTurn = useScrollToLast(send.isPending ? 'sending' : last?.question.id, turns.length > 1 || send.isPending)

  const panel = citation ? (
    <SourcePanel
      question={cited?.question}
      citation={citation}
      citations={citations}
      onChoose={(number) => show({ source: number })}
      onClose={() => show({ source: undefined, of: undefined })}
    />
  ) : (
    explained && <WhyPanel answer={explained} onClose={() => show({ why: undefined })} />
  )
  const lastClass = turns.length > 1 || send.isPending ? 'min-h-[calc(100dvh-21rem)] md:min-h-[calc(100dvh-15rem)]' : ''

  return (
    <Page title={conversation.title || t('conversation.title')} className="flex flex-col" aside={panel}>
      <ConversationHeader conversation={conversation} />
      <div className="mx-auto flex w-full max-w-[46rem] flex-1 flex-col gap-10 px-4 pt-4 pb-8 md:px-6 md:pt-6">
        {!isMine && <SharedBanner name={conversation.owner.name} />}
        {turns.map((turn, index) => {
          const isLast = index === turns.length - 1 && !send.isPending
          return (
            <div key={turn.question.id} ref={isLast ? lastTurn : undefined} className={`scroll-mt-16 ${isLast ? lastClass : ''}`}>
              <TurnView
                turn={turn}
                conversation={conversation}
                actions={actions}
                openSource={turn.answer?.id === of ? source : undefined}
                onShow={show}
                onSaid={said.add}
                onAsk={isLast && isMine && !stop ? (text) => ask({ text, collections: [] }) : undefined}
              />
            </div>
          )
        })}
        {isNext && (send.isPending || failure) && (
          <div ref={lastTurn} className={`scroll-mt-16 ${lastClass}`}>
            <h2 className="text-lg font-semibold tracking-tight text-balance wrap-anywhere">{send.variables?.question.text}</h2>
            <div className="mt-4">{failure ?? <Searching />}</div>
          </div>
        )}
        {turns.length === 0 && !send.isPending && !failure && isMine && (
          <EmptyState icon={<MessagesSquare aria-hidden />} title={t('conversation.emptyTitle')} />
        )}
        {!isNext && failure}
      </div>
      <div role="log" aria-label={t('conversation.said')} className="sr-only">
        {said.sentences.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was said stays in its place
          <p key={index}>{sentence}</p>
        ))}
      </div>
      {isMine && (
        <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] mx-auto w-full max-w-[46rem] bg-canvas px-4 pb-3 md:bottom-0 md:px-6 md:pb-6">
          <AskBox
            isKept
            isFocusedFirst={turns.length === 0}
            initial={{ text: '', collections: [], agent: conversation.agent?.id }}
            placeholder={t('ask.placeholderAgain')}
            isBusy={send.isPending}
            onAsk={ask}
            onStop={stop}
          />
        </div>
      )}
    </Page>
  )
}

function SharedBanner({ name }: { name: string }) {
  const { t } = useTranslation()
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-surface px-4 py-3 text-sm"
    >
      <Eye aria-hidden className="size-4 shrink-0 text-muted" />
      <p className="min-w-48 flex-1">{t('conversation.sharedBy', { name })}</p>
      <Link to="/" className={buttonClass()}>
        {t('conversation.askOwn')}
      </Link>
    </div>
  )
}

/** The last question stands at the top as soon as it is asked, and stays there while its answer grows below. */
function useScrollToLast(id: string | undefined, isWanted: boolean) {
  const last = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another turn is the last one
  useEffect(() => {
    if (isWanted) last.current?.scrollIntoView({ block: 'start' })
  }, [id])
  return last
}

/** What a screen reader hears: each sentence once, as soon as it is whole. */
function useSaid() {
  const [sentences, setSentences] = useState<readonly string[]>([])
  const add = useCallback((more: readonly string[]) => setSentences((said) => [...said, ...more]), [])
  return { sentences, add }
}
