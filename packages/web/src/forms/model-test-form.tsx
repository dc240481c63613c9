import type { ModelTest, ProviderView } from '@brain-ai/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { formatNumber } from '../formats.ts'
import { providerModelsQuery } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { SelectField } from '../ui/field.tsx'
import { faultText } from './fault-text.ts'
import { ModelField } from './model-field.tsx'

type Use = 'chat' | 'embedding'

/** One small call to a model, and how it went. */
export function ModelTestForm({ provider, onDone }: { provider: ProviderView; onDone: () => void }) {
  const { t } = useTranslation()
  const { data } = useQuery(providerModelsQuery(provider))
  const [use, setUse] = useState<Use>(provider.kind === 'onnx' ? 'embedding' : 'chat')
  const [typed, setTyped] = useState<string>()
  // The first one that the provider tells is good enough for a try.
  const model = typed ?? data?.models.find((one) => one.use === use)?.id ?? ''
  const run = useMutation({
    mutationFn: () => api.call(routes.models.testModel, { params: { name: provider.name }, body: { model, use } }),
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!run.isPending) run.mutate()
      }}
    >
      {provider.embeds && provider.kind !== 'onnx' && (
        <SelectField
          label={t('models.use')}
          value={use}
          choices={(['chat', 'embedding'] as const).map((value) => ({ value, label: t(`modelUses.${value}`) }))}
          onChoose={(value) => {
            setUse(value as Use)
            setTyped(undefined)
            run.reset()
          }}
        />
      )}
      <ModelField provider={provider} use={use} value={model} onChange={setTyped} />
      <p className="text-xs text-muted">{t('models.testHint')}</p>
      <div aria-live="polite">{run.data && <Outcome outcome={run.data} />}</div>
      <FormError error={run.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('app.close')}</Button>
        <Button type="submit" look="primary" isBusy={run.isPending}>
          {t('models.runTest')}
        </Button>
      </div>
    </form>
  )
}

function Outcome({ outcome }: { outcome: ModelTest }) {
  const { t } = useTranslation()
  const { isWorking, durationMs, firstTokenMs, dimensions } = outcome
  const Icon = isWorking ? CircleCheck : CircleX
  const took = (ms: number) => t('models.milliseconds', { ms: formatNumber(ms) })
  return (
    <div
      className={classNames(
        'flex gap-2 rounded-lg px-3 py-2 text-sm',
        isWorking ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad',
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p className="font-medium">{t(isWorking ? 'models.works' : 'models.fails')}</p>
        {!isWorking && <p>{faultText(t, outcome)}</p>}
        {isWorking && dimensions !== null && <p>{t('models.dimensions', { count: dimensions, took: took(durationMs) })}</p>}
        {isWorking && firstTokenMs !== null && (
          <p>{t('models.timing', { first: took(firstTokenMs), whole: took(durationMs) })}</p>
        )}
      </div>
    </div>
  )
}
