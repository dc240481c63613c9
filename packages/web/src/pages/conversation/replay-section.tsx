import type { Answer, AnswerReplay } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, GitCompare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DiffText } from '../../answers/diff-text.tsx'
import { api, routes } from '../../api.ts'
import { FormError } from '../../error-notice.tsx'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { Part } from './why-panel.tsx'

/** Makes the answer again from its record, and says what differs. */
export function ReplaySection({ answer }: { answer: Answer }) {
  const { t } = useTranslation()
  const mayAsk = useMay('answers.ask')
  const replay = useMutation({
    mutationFn: (passages: 'recorded' | 'current') =>
      api.call(routes.answers.replayRun, { params: { id: answer.id }, body: { passages } }),
  })
  const isBusyWith = (passages: string) => replay.isPending && replay.variables === passages
  return (
    <Part title={t('replay.title')} intro={t('replay.intro')}>
      {mayAsk && (
        <div className="flex flex-wrap gap-2">
          <Button isBusy={isBusyWith('recorded')} disabled={isBusyWith('current')} onClick={() => replay.mutate('recorded')}>
            {t('replay.recorded')}
          </Button>
          <Button isBusy={isBusyWith('current')} disabled={isBusyWith('recorded')} onClick={() => replay.mutate('current')}>
            {t('replay.current')}
          </Button>
        </div>
      )}
      <FormError error={replay.error} />
      <div role="status">{replay.data && <Outcome outcome={replay.data} />}</div>
    </Part>
  )
}

function Outcome({ outcome: { original, replay, isSameText, isSameCorpus, missingPassages } }: { outcome: AnswerReplay }) {
  const { t } = useTranslation()
  const notes = [
    ...(isSameCorpus ? [] : [t('replay.otherCorpus')]),
    ...(missingPassages > 0 ? [t('replay.missing', { count: missingPassages })] : []),
  ]
  if (isSameText)
    return (
      <Notice level="h3" look="plain" icon={<CircleCheck aria-hidden className="text-good" />} title={t('replay.same')}>
        {notes.join(' ')}
      </Notice>
    )
  return (
    <Notice level="h3" look="plain" icon={<GitCompare aria-hidden className="text-busy" />} title={t('replay.different')}>
      <p className="text-muted">{[...notes, t('replay.legend')].join(' ')}</p>
      <div className="mt-2">
        <DiffText before={original.answer} after={replay.answer} />
      </div>
    </Notice>
  )
}
