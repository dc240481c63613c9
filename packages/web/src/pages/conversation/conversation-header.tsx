import type { ConversationView } from '@brain-ai/contract'
import { useNavigate } from '@tanstack/react-router'
import { Archive, Share2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConversationMenu } from '../conversations/conversation-menu.tsx'
import { TitleField } from '../conversations/title-field.tsx'

/** The title of a conversation, what is special about it, and what can be done with it. */
export function ConversationHeader({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isRenaming, setIsRenaming] = useState(false)
  const { title, isShared, isMine, isArchived } = conversation
  return (
    <header className="sticky top-0 z-10 flex min-h-14 items-center gap-2 border-b border-line bg-canvas py-1.5 pr-2 pl-4 md:pl-6">
      {isRenaming ? (
        <>
          <h1 className="sr-only">{title}</h1>
          <TitleField conversation={conversation} onDone={() => setIsRenaming(false)} />
        </>
      ) : (
        <h1 className="min-w-0 flex-1 truncate text-sm font-semibold">{title || t('conversation.title')}</h1>
      )}
      {isArchived && <Chip icon={<Archive aria-hidden className="size-3.5" />}>{t('conversations.isArchived')}</Chip>}
      {isShared && isMine && <Chip icon={<Share2 aria-hidden className="size-3.5" />}>{t('conversations.isShared')}</Chip>}
      <ConversationMenu
        conversation={conversation}
        onRename={() => setIsRenaming(true)}
        onDeleted={() => void navigate({ to: '/conversations', replace: true })}
      />
    </header>
  )
}

const Chip = ({ icon, children }: { icon: ReactNode; children: string }) => (
  <span className="flex shrink-0 items-center gap-1.5 rounded-full bg-accent-soft px-2.5 py-1 text-xs font-medium text-accent">
    {icon}
    {children}
  </span>
)
