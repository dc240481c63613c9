import type { MailView } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { Chip, type ChipLook } from './chip.tsx'

const looks: Record<MailView['state'], ChipLook> = { waiting: 'busy', sent: 'good', failed: 'bad', kept: 'plain' }

export function MailState({ state }: { state: MailView['state'] }) {
  const { t } = useTranslation()
  return <Chip look={looks[state]}>{t(`outboxStates.${state}`)}</Chip>
}
