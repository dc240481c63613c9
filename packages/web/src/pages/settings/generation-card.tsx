import type { GenerationView } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { FormError } from '../../error-notice.tsx'
import { formatExactly, formatNumber } from '../../formats.ts'
import { useSearchAction } from '../../forms/use-search-settings.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProgressBar } from '../../ui/states.tsx'
import { Chip } from '../instance/chip.tsx'

interface GenerationCardProps {
  generation: GenerationView
  /** Nothing else is active, or being made. */
  isAlone: boolean
}

/** The vectors of one model: how far they are, what they are for, and why they stand still. */
export function GenerationCard({ generation, isAlone }: GenerationCardProps) {
  const { t } = useTranslation()
  const { state, model, embedded, passages, failure } = generation
  const act = useSearchAction()
  const isComing = state !== 'active'
  const since = t('searchSettings.activeSince', { when: generation.activatedAt ? formatExactly(generation.activatedAt) : '' })
  const progress = t('searchSettings.progress', { done: formatNumber(embedded), all: formatNumber(passages) })
  return (
    <li className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="min-w-0 text-sm font-semibold wrap-anywhere">{model}</h3>
        <Chip look={failure ? 'bad' : isComing ? 'busy' : 'good'}>{t(`searchSettings.states.${state}`)}</Chip>
      </div>
      {isComing && !failure && <ProgressBar value={passages === 0 ? null : embedded / passages} label={progress} />}
      <p className="text-sm text-muted tabular-nums">
        {progress}
        {' · '}
        {isComing ? t(isAlone ? 'searchSettings.first' : 'searchSettings.beside') : since}
      </p>
      {failure && <Standstill generation={generation} />}
      <FormError error={act.error} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {failure && (
          <Button look="primary" isBusy={act.isPending} onClick={() => act.mutate('retryVectors')}>
            {t('searchSettings.goOn')}
          </Button>
        )}
        {isComing && state !== 'failed' && (
          <Button isBusy={act.isPending} onClick={() => act.mutate('cancelVectors')}>
            {t('searchSettings.stop')}
          </Button>
        )}
        {!isComing && isAlone && (
          <Button isBusy={act.isPending} onClick={() => act.mutate('rebuildVectors')}>
            {t('searchSettings.rebuild')}
          </Button>
        )}
      </div>
    </li>
  )
}

function Standstill({ generation: { state, failure, retryAt } }: { generation: GenerationView }) {
  const { t } = useTranslation()
  if (!failure) return null
  const isStopped = failure.code === 'search/stopped'
  const title = isStopped ? 'stopped' : state === 'active' ? 'behind' : retryAt ? 'paused' : 'failed'
  return (
    <Notice look={isStopped || retryAt ? 'busy' : 'bad'} level="h4" title={t(`searchSettings.${title}`)}>
      {!isStopped && <p>{failure.message}</p>}
      {retryAt && <p>{t('searchSettings.retryAt', { when: formatExactly(retryAt) })}</p>}
    </Notice>
  )
}
