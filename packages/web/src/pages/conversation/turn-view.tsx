import type { ConversationView } from '@brain-ai/contract'
import { PencilLine } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AskBox } from '../ask/ask-box.tsx'
import { AnswerView } from './answer-view.tsx'
import type { Turn } from './message-tree.ts'
import type { ConversationActions } from './use-conversation-actions.ts'
import { VersionSwitch } from './version-switch.tsx'

export interface TurnProps {
  turn: Turn
  conversation: ConversationView
  actions: ConversationActions
  openSource: number | undefined
  onShow: (change: { message?: string | undefined; why?: string | undefined; source?: undefined; of?: undefined }) => void
  onSaid: (sentences: readonly string[]) => void
  /** Asks what comes next; undefined where nothing can. */
  onAsk: ((text: string) => void) | undefined
}

/** A question and the answer to it, each with its versions. */
export function TurnView(props: TurnProps) {
  const { t } = useTranslation()
  const { turn, conversation, actions, onShow } = props
  const { question, questions, answer } = turn
  const mayAsk = useMay('answers.ask') && conversation.isMine
  const [isEditing, setIsEditing] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !isEditing) edit.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])

  return (
    <div>
      {isEditing ? (
        <>
          <h2 className="sr-only">{question.text}</h2>
          <AskBox
            isFocusedFirst
            initial={{ text: question.text, collections: [], agent: conversation.agent?.id }}
            placeholder={t('ask.placeholder')}
            isBusy={actions.send.isPending}
            onCancel={() => setIsEditing(false)}
            onAsk={(changed) =>
              actions.send.mutate(
                { question: changed, parent: question.parentId },
                {
                  onSuccess: (started) => {
                    setIsEditing(false)
                    onShow({ message: started.run, source: undefined, of: undefined })
                  },
                },
              )
            }
          />
        </>
      ) : (
        <div className="flex items-start gap-2">
          <h2
            className={classNames(
              'min-w-0 flex-1 font-semibold tracking-tight whitespace-pre-line wrap-anywhere',
              question.text.length > 240 ? 'text-base' : 'text-lg text-balance',
            )}
          >
            {question.text}
          </h2>
          <VersionSwitch
            versions={questions}
            label={t('conversation.questionVersions')}
            onChoose={(message) => onShow({ message })}
          />
          {mayAsk && (
            <IconButton
              ref={edit}
              label={t('ask.editHint')}
              icon={<PencilLine aria-hidden className="size-4" />}
              className="-my-1 md:my-0"
              onClick={() => setIsEditing(true)}
            />
          )}
        </div>
      )}
      {answer && (
        <div className="mt-4">
          <AnswerView key={answer.id} {...props} message={answer} />
        </div>
      )}
    </div>
  )
}
