import { type InstanceWorkspace, limitsOf, plans, type UsageMetric, usageMetrics } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { formatBytes, formatNumber } from '../formats.ts'
import { instanceKey } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { showToast } from '../ui/show-toast.ts'
import { type LimitField, type LimitSource, readLimits, writeLimits } from './own-limits.ts'

interface LimitsFormProps {
  workspace: InstanceWorkspace
  onDone: () => void
}

/** The limits of one workspace: as its plan says, a number of its own, or none. */
export function LimitsForm({ workspace, onDone }: LimitsFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const ofPlan = limitsOf(workspace.plan, {})
  const [fields, setFields] = useState(() => readLimits(workspace.own, ofPlan))
  const [wrong, setWrong] = useState<UsageMetric[]>([])
  const save = useMutation({
    mutationFn: (own: ReturnType<typeof writeLimits>['own']) =>
      api.call(routes.usage.setLimits, { params: { slug: workspace.slug }, body: { own } }),
    onSuccess: async () => {
      onDone()
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: instanceKey }),
        queryClient.invalidateQueries({ queryKey: ['workspace'] }),
      ])
    },
  })
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const written = writeLimits(fields)
        setWrong(written.wrong)
        if (written.wrong.length === 0) save.mutate(written.own)
      }}
    >
      {usageMetrics.map((metric) => (
        <LimitRow
          key={metric}
          metric={metric}
          ofPlan={plans[workspace.plan][metric]}
          field={fields[metric]}
          isWrong={wrong.includes(metric)}
          onChange={(field) => setFields({ ...fields, [metric]: field })}
        />
      ))}
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}

interface LimitRowProps {
  metric: UsageMetric
  ofPlan: number | null
  field: LimitField
  isWrong: boolean
  onChange: (field: LimitField) => void
}

function LimitRow({ metric, ofPlan, field, isWrong, onChange }: LimitRowProps) {
  const { t } = useTranslation()
  const name = t(`metrics.${metric}`)
  const planText = ofPlan === null ? t('instance.noLimit') : metric === 'storage' ? formatBytes(ofPlan) : formatNumber(ofPlan)
  return (
    <div className="grid gap-2 sm:grid-cols-2 sm:items-end sm:gap-4">
      <SelectField
        label={name}
        value={field.source}
        choices={[
          { value: 'plan', label: t('instance.asPlan', { limit: planText }) },
          { value: 'own', label: t('instance.ownLimit') },
          { value: 'none', label: t('instance.noLimit') },
        ]}
        onChoose={(source) => onChange({ ...field, source: source as LimitSource })}
      />
      {field.source === 'own' && (
        <TextField
          label={t(metric === 'storage' ? 'instance.gigabytesOf' : 'instance.numberOf', { metric: name })}
          inputMode={metric === 'storage' ? 'decimal' : 'numeric'}
          value={field.text}
          problem={isWrong ? t('instance.noNumber') : undefined}
          onChange={(event) => onChange({ ...field, text: event.target.value })}
          className="tabular-nums md:h-9!"
        />
      )}
    </div>
  )
}
