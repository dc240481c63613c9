import type { Answer } from '@brain-ai/contract'
import { CircleAlert, CircleStop, PlugZap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { textOfCode } from '../../error-text.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import type { TurnProps } from './turn-view.tsx'

/** Why an answer is not whole, and the way to another one. What was written stays above. */
export function RunState({ answer, conversation, actions, onShow }: TurnProps & { answer: Answer }) {
  const { t } = useTranslation()
  const mayAsk = useMay('answers.ask') && conversation.isMine
  const { state = 'complete', failure } = answer
  if (state === 'complete' || state === 'running') return null
  const { retry } = actions
  const again = mayAsk && (
    <Button
      isBusy={retry.isPending}
      onClick={() =>
        retry.mutate(
          { messageId: answer.id },
          { onSuccess: ({ run }) => onShow({ message: run, source: undefined, of: undefined }) },
        )
      }
    >
      {t('ask.again')}
    </Button>
  )
  if (state === 'cancelled')
    return (
      <Notice
        level="h3"
        look="plain"
        icon={<CircleStop aria-hidden className="text-muted" />}
        title={t('ask.stoppedTitle')}
        actions={again}
      >
        {answer.answer === '' ? t('ask.stoppedEarly') : t('ask.stopped')}
      </Notice>
    )
  if (state === 'interrupted')
    return (
      <Notice
        level="h3"
        look="busy"
        icon={<PlugZap aria-hidden className="text-busy" />}
        title={t('ask.interruptedTitle')}
        actions={again}
      >
        {t('ask.interrupted')}
      </Notice>
    )
  return (
    <Notice
      level="h3"
      look="bad"
      icon={<CircleAlert aria-hidden className="text-bad" />}
      title={t('ask.failedTitle')}
      actions={again}
    >
      <p>{failure ? textOfCode(t, failure.code, failure.message) : t('errors.server/internal')}</p>
      {answer.answer !== '' && <p>{t('ask.failedKept')}</p>}
    </Notice>
  )
}
