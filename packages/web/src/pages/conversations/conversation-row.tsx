import type { ConversationView } from '@brain-ai/contract'
import { Link } from '@tanstack/react-router'
import { Share2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatExactly, formatMoment } from '../../formats.ts'
import { ConversationMenu } from './conversation-menu.tsx'
import { TitleField } from './title-field.tsx'

/** One conversation in the list. */
export function ConversationRow({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const [isRenaming, setIsRenaming] = useState(false)
  const { id, title, owner, isMine, isShared, isRunning, messages, agent, updatedAt } = conversation
  const facts = [
    ...(isMine ? [] : [owner.name]),
    ...(agent ? [agent.name] : []),
    t('conversations.messages', { count: messages }),
    ...(isRunning ? [t('conversations.isRunning')] : []),
  ]
  return (
    <li className="relative flex items-center gap-2 py-1.5 pr-2 pl-4 transition-colors hover:bg-hover">
      {isRenaming ? (
        <TitleField conversation={conversation} onDone={() => setIsRenaming(false)} />
      ) : (
        <div className="min-w-0 flex-1 py-1">
          <Link
            to="/conversations/$id"
            params={{ id }}
            preload={false}
            // The whole row leads there.
            className="block truncate text-sm font-medium after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {title || t('conversation.title')}
          </Link>
          <p className="flex items-center gap-1.5 text-xs text-muted">
            <span className="truncate">
              {facts.join(' · ')}
              {' · '}
              <time dateTime={updatedAt} title={formatExactly(updatedAt)}>
                {formatMoment(updatedAt)}
              </time>
            </span>
            {isShared && isMine && (
              <span className="flex shrink-0 items-center gap-1 font-medium text-accent">
                <Share2 aria-hidden className="size-3" />
                {t('conversations.isShared')}
              </span>
            )}
          </p>
        </div>
      )}
      <div className="relative">
        <ConversationMenu conversation={conversation} onRename={() => setIsRenaming(true)} />
      </div>
    </li>
  )
}
