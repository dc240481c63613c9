import type { ConversationView } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { useConversationChanges } from './use-conversation-changes.ts'

interface TitleFieldProps {
  conversation: ConversationView
  onDone: () => void
  className?: string
}

/** The title of a conversation as a field in its place: Enter or leaving keeps what was typed, Esc does not. */
export function TitleField({ conversation, onDone, className }: TitleFieldProps) {
  const { t } = useTranslation()
  const { change } = useConversationChanges(conversation)
  function keep(text: string) {
    const title = text.trim()
    if (title !== '' && title !== conversation.title) change.mutate({ title })
    onDone()
  }
  return (
    <input
      ref={(input) => input?.focus()}
      aria-label={t('conversations.renameLabel')}
      defaultValue={conversation.title}
      maxLength={200}
      autoComplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => keep(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') event.currentTarget.blur()
        else if (event.key === 'Escape') {
          event.preventDefault()
          event.currentTarget.value = conversation.title
          event.currentTarget.blur()
        }
      }}
      className={classNames('h-11 min-w-0 flex-1 rounded-lg border border-accent bg-surface px-2 text-base md:h-9', className)}
    />
  )
}
