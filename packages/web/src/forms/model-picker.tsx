import type { ListedModel, ProviderView } from '@brain-ai/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/field.tsx'
import { ModelField } from './model-field.tsx'

interface ModelPickerProps {
  providers: readonly ProviderView[]
  use: ListedModel['use']
  submitLabel: string
  onPick: (reference: string) => void
}

/** A provider and one of its models, as `<provider>/<model>`. */
export function ModelPicker({ providers, use, submitLabel, onPick }: ModelPickerProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(providers[0]?.name ?? '')
  const [model, setModel] = useState('')
  const provider = providers.find((one) => one.name === name) ?? providers[0]
  if (!provider) return <p className="text-sm text-muted">{t('models.providerFirst')}</p>
  return (
    <form
      className="grid gap-3 rounded-lg bg-sunken p-3 sm:grid-cols-[10rem_minmax(0,1fr)_auto] sm:items-start"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onPick(`${provider.name}/${model.trim()}`)
        setModel('')
      }}
    >
      <SelectField
        label={t('models.provider')}
        value={provider.name}
        choices={providers.map((one) => ({ value: one.name, label: one.name }))}
        onChoose={(value) => {
          setName(value)
          setModel('')
        }}
      />
      <div>
        <ModelField provider={provider} use={use} value={model} onChange={setModel} />
      </div>
      <Button type="submit" className="sm:mt-6">
        {submitLabel}
      </Button>
    </form>
  )
}
