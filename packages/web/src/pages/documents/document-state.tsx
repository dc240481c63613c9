import type { DocumentView } from '@brain-ai/contract'
import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { textOfCode } from '../../error-text.ts'
import { formatPercent } from '../../formats.ts'
import { ProgressBar } from '../../ui/states.tsx'

export const isWorking = ({ state }: DocumentView): boolean => state === 'queued' || state === 'reading' || state === 'indexing'

/** What happens with a document, in words. */
export function DocumentState({ document }: { document: DocumentView }) {
  const { t } = useTranslation()
  const { state, progress, passages, failure } = document
  if (state === 'ready')
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
        {passages === null ? t('states.ready') : t('states.readyWith', { count: passages })}
      </p>
    )
  if (state === 'failed')
    return (
      <div className="flex gap-2 text-sm text-bad">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <p>{failure ? textOfCode(t, failure.code, failure.message) : t('states.failed')}</p>
      </div>
    )
  const name = t(`states.${state}`)
  const text =
    progress === null || state === 'queued' ? name : t('states.withProgress', { state: name, percent: formatPercent(progress) })
  const Icon = state === 'queued' ? CircleDashed : LoaderCircle
  return (
    <div className="w-full max-w-56">
      <p className="mb-1.5 flex items-center gap-2 text-sm text-busy">
        <Icon aria-hidden className={state === 'queued' ? 'size-4 shrink-0' : 'size-4 shrink-0 animate-spin'} />
        {text}
      </p>
      {state !== 'queued' && <ProgressBar value={progress} label={`${document.title}: ${name}`} />}
    </div>
  )
}
