import {
  defaultRetrievalOptions,
  type RetrievalOptionName,
  type RetrievalOptionSpec,
  type RetrievalOptions,
  retrievalOptionNames,
  retrievalOptions,
} from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { evaluationKey } from '../evaluation-queries.ts'
import { formatNumber } from '../formats.ts'
import { Button } from '../ui/button.tsx'
import { CheckboxField, TextField } from '../ui/field.tsx'

interface MeasureFormProps {
  setId: string
  isBusy: boolean
  onStarted: (runId: string) => void
}

/** What search is to be measured with: one setting, or two that are compared. */
export function MeasureForm({ setId, isBusy, onStarted }: MeasureFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isComparison, setIsComparison] = useState(false)
  const start = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.evaluation.startRun, {
        params: { id: setId },
        body: { a: readOptions(form, 'a'), ...(isComparison && { b: readOptions(form, 'b') }) },
      }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: evaluationKey() })
      onStarted(id)
    },
  })
  return (
    <form
      className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault()
        start.mutate(new FormData(event.currentTarget))
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SettingFields side="a" legend={t(isComparison ? 'searchQuality.settingA' : 'searchQuality.setting')} />
        {isComparison && <SettingFields side="b" legend={t('searchQuality.settingB')} />}
      </div>
      <CheckboxField
        label={t('searchQuality.compare')}
        hint={t('searchQuality.compareHint')}
        checked={isComparison}
        onChange={(event) => setIsComparison(event.target.checked)}
      />
      <FormError error={start.error} />
      <Button
        type="submit"
        look="primary"
        className="self-start"
        icon={<Play aria-hidden className="size-4" />}
        isBusy={start.isPending}
        disabled={isBusy}
      >
        {t('searchQuality.measure')}
      </Button>
    </form>
  )
}

function SettingFields({ side, legend }: { side: 'a' | 'b'; legend: string }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-sm font-semibold">{legend}</legend>
      {retrievalOptionNames.map((name) => (
        <OptionField key={name} name={name} side={side} />
      ))}
    </fieldset>
  )
}

const specOf = (name: RetrievalOptionName): RetrievalOptionSpec => retrievalOptions[name]

function OptionField({ name, side }: { name: RetrievalOptionName; side: 'a' | 'b' }) {
  const { t } = useTranslation()
  const spec = specOf(name)
  const field = `${side}.${name}`
  if (spec.type === 'boolean')
    return (
      <CheckboxField
        name={field}
        label={t(`retrievalOptions.${name}`)}
        hint={t(`retrievalOptionTexts.${name}`)}
        defaultChecked={spec.default}
      />
    )
  const range = { from: formatNumber(spec.minimum, 2), to: formatNumber(spec.maximum, 2), preset: formatNumber(spec.default, 2) }
  return (
    <TextField
      name={field}
      type="number"
      label={t(`retrievalOptions.${name}`)}
      hint={`${t(`retrievalOptionTexts.${name}`)} ${t('searchQuality.range', range)}`}
      defaultValue={spec.default}
      min={spec.minimum}
      max={spec.maximum}
      step={spec.type === 'integer' ? 1 : 'any'}
      required
    />
  )
}

function readOptions(form: FormData, side: 'a' | 'b'): RetrievalOptions {
  const read = (name: RetrievalOptionName) => {
    const value = form.get(`${side}.${name}`)
    return specOf(name).type === 'boolean' ? value !== null : Number(value ?? defaultRetrievalOptions[name])
  }
  return Object.fromEntries(retrievalOptionNames.map((name) => [name, read(name)])) as RetrievalOptions
}
