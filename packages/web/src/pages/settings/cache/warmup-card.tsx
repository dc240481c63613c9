import type { WarmupState, WarmupView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../../api.ts'
import { cacheKey, isUnderWay } from '../../../cache-queries.ts'
import { FormError } from '../../../error-notice.tsx'
import { textOfCode } from '../../../error-text.ts'
import { formatMoment, formatNumber } from '../../../formats.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/states.tsx'
import { Chip, type ChipLook } from '../../instance/chip.tsx'

const looks: Record<WarmupState, ChipLook> = {
  queued: 'busy',
  running: 'busy',
  complete: 'good',
  stopped: 'plain',
  failed: 'bad',
}

/** The newest warm-up: how far it is, with a way to stop it, or how it ended. */
export function WarmupCard({ warmup }: { warmup: WarmupView }) {
  const { t } = useTranslation()
  const { state, questions, done, tokens, maxTokens, createdAt, finishedAt } = warmup
  const isActive = isUnderWay(warmup)
  const progress =
    state === 'queued' ? t('cache.waiting') : t('cache.progress', { done: formatNumber(done), all: formatNumber(questions) })
  return (
    <section aria-labelledby="warmup" className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id="warmup" className="text-sm font-semibold">
          {t(isActive ? 'cache.warming' : 'cache.lastWarmup', { when: formatMoment(finishedAt ?? createdAt) })}
        </h3>
        <span role="status">
          <Chip look={looks[state]}>{t(`warmupStates.${state}`)}</Chip>
        </span>
      </div>
      {isActive && <ProgressBar value={questions === 0 ? null : done / questions} label={progress} />}
      {(isActive || questions > 0) && <p className="text-sm text-muted tabular-nums">{progress}</p>}
      {!isActive && <p className="text-sm">{explainEnd(warmup, t)}</p>}
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm tabular-nums">
        {(['warmed', 'known', 'failed'] as const).map((figure) => (
          <Figure key={figure} name={t(`warmupFigures.${figure}`)} value={formatNumber(warmup[figure])} />
        ))}
        <Figure
          name={t('warmupFigures.tokens')}
          value={t('cache.tokensOf', { used: formatNumber(tokens), most: formatNumber(maxTokens) })}
        />
      </dl>
      {isActive && <StopButton />}
    </section>
  )
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex gap-2">
    <dt className="text-muted">{name}</dt>
    <dd>{value}</dd>
  </div>
)

function StopButton() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => api.call(routes.cache.stopWarmup),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: cacheKey() }),
  })
  return (
    <>
      <FormError error={stop.error} />
      <Button className="self-start" isBusy={stop.isPending} onClick={() => stop.mutate()}>
        {t('cache.stop')}
      </Button>
    </>
  )
}

function explainEnd({ state, questions, tokens, maxTokens, failure }: WarmupView, t: TFunction): string {
  if (failure) return textOfCode(t, failure.code, failure.message)
  if (state === 'failed') return t('cache.failedText')
  if (state === 'complete') return t(questions === 0 ? 'cache.nobodyAsked' : 'cache.completeText')
  return t(tokens >= maxTokens ? 'cache.usedUp' : 'cache.stoppedByHand')
}
