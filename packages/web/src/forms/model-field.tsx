import type { ListedModel, ProviderView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { providerModelsQuery } from '../queries.ts'
import { TextField } from '../ui/field.tsx'
import { faultText } from './fault-text.ts'

interface ModelFieldProps {
  provider: ProviderView
  use: ListedModel['use']
  value: string
  onChange: (value: string) => void
}

/** The name of a model: one of those that the provider tells, or any other. */
export function ModelField({ provider, use, value, onChange }: ModelFieldProps) {
  const { t } = useTranslation()
  const list = useId()
  const { data } = useQuery(providerModelsQuery(provider))
  const models = data?.models.filter((model) => model.use === use) ?? []
  return (
    <>
      <TextField
        label={t('models.model')}
        hint={data?.problem ? faultText(t, data.problem) : data && t('models.known', { count: models.length })}
        value={value}
        list={list}
        required
        maxLength={200}
        pattern="\S+"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  )
}
