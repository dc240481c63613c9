import type { ConversationView } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { CopyField } from '../../ui/copy-field.tsx'
import { CheckboxField } from '../../ui/field.tsx'
import { useChosen } from '../../use-chosen.ts'
import { useConversationChanges } from './use-conversation-changes.ts'

/** Whether colleagues may read a conversation, and where. */
export function ShareForm({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation()
  const { change } = useConversationChanges(conversation)
  const [isShared, choose] = useChosen(
    change.isPending ? (change.variables.isShared ?? conversation.isShared) : conversation.isShared,
  )
  return (
    <div className="flex flex-col gap-5">
      <CheckboxField
        label={t('conversations.shareLabel')}
        hint={t('conversations.shareHint')}
        checked={isShared}
        onChange={({ target: { checked } }) => choose(checked, change.mutateAsync({ isShared: checked }))}
      />
      {conversation.isShared && (
        <CopyField
          label={t('conversations.shareLink')}
          value={`${window.location.origin}/conversations/${conversation.id}`}
          copyLabel={t('app.copy')}
          copiedLabel={t('app.copied')}
        />
      )}
    </div>
  )
}
