import type { ConversationView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Ellipsis, PencilLine, Share2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { conversationQuery, conversationsKey } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { ShareForm } from './share-form.tsx'
import { useConversationChanges } from './use-conversation-changes.ts'

interface ConversationMenuProps {
  conversation: ConversationView
  onRename: () => void
  onDeleted?: () => void
}

/** What can be done with a conversation of one's own. */
export function ConversationMenu({ conversation, onRename, onDeleted }: ConversationMenuProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('conversations.write')
  const { toggleArchived } = useConversationChanges(conversation)
  const [dialog, setDialog] = useState<'share' | 'delete'>()
  const close = () => setDialog(undefined)
  const title = conversation.title || t('conversation.title')
  if (!mayWrite || !conversation.isMine) return null
  return (
    <>
      <Menu
        trigger={<IconButton label={t('conversations.actions', { title })} icon={<Ellipsis aria-hidden className="size-4" />} />}
      >
        <MenuItem icon={<PencilLine aria-hidden />} onSelect={onRename}>
          {t('conversations.rename')}
        </MenuItem>
        <MenuItem icon={<Share2 aria-hidden />} onSelect={() => setDialog('share')}>
          {t('conversations.share')}
        </MenuItem>
        <MenuItem
          icon={conversation.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          onSelect={toggleArchived}
        >
          {t(conversation.isArchived ? 'conversations.unarchive' : 'conversations.archive')}
        </MenuItem>
        <MenuItem isDanger icon={<Trash2 aria-hidden />} onSelect={() => setDialog('delete')}>
          {t('conversations.delete')}
        </MenuItem>
      </Menu>
      <Dialog isOpen={dialog === 'share'} onClose={close} title={t('conversations.shareTitle')} closeLabel={t('app.close')}>
        <ShareForm conversation={conversation} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'delete'}
        onClose={close}
        title={t('conversations.deleteQuestion', { title })}
        closeLabel={t('app.close')}
      >
        <DeleteForm conversation={conversation} onCancel={close} onDeleted={onDeleted} />
      </Dialog>
    </>
  )
}

interface DeleteFormProps {
  conversation: ConversationView
  onCancel: () => void
  onDeleted: (() => void) | undefined
}

function DeleteForm({ conversation: { id }, onCancel, onDeleted }: DeleteFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return (
    <ConfirmForm
      submitLabel={t('conversations.delete')}
      act={() => api.call(routes.conversations.deleteConversation, { params: { id } })}
      onCancel={onCancel}
      onDone={() => {
        showToast({ text: t('conversations.deleted') })
        onCancel()
        onDeleted?.()
        queryClient.removeQueries({ queryKey: conversationQuery(id).queryKey })
        void queryClient.invalidateQueries({ queryKey: conversationsKey() })
      }}
    >
      <p className="text-sm">{t('conversations.deleteConsequence')}</p>
    </ConfirmForm>
  )
}
