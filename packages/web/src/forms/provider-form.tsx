import { type ProviderKind, type ProviderView, providerKinds } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { modelsKey } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

interface ProviderFormProps {
  /** One that is changed; without it a new one is set up. */
  provider?: ProviderView
  onSaved: (provider: ProviderView) => void
  onCancel: () => void
}

/** A provider's kind, name, address and key. */
export function ProviderForm({ provider, onSaved, onCancel }: ProviderFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<ProviderKind>(provider && provider.kind !== 'onnx' ? provider.kind : 'openai')
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const baseUrl = textOf(form, 'baseUrl').trim() || null
      const apiKey = textOf(form, 'apiKey').trim()
      if (!provider)
        return api.call(routes.models.createProvider, {
          body: { name: textOf(form, 'name').trim(), kind, baseUrl, apiKey: apiKey || null },
        })
      const body = { baseUrl, ...(apiKey ? { apiKey } : {}) }
      return api.call(routes.models.updateProvider, { params: { name: provider.name }, body })
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: modelsKey() })
      onSaved(saved)
    },
  })
  const problems = fieldProblems(save.error)
  const isCompatible = kind === 'openai-compatible'
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!save.isPending) save.mutate(new FormData(event.currentTarget))
      }}
    >
      {!provider && (
        <>
          <SelectField
            label={t('models.kind')}
            value={kind}
            choices={providerKinds.map((value) => ({ value, label: t(`providerKindsLong.${value}`) }))}
            onChoose={(value) => setKind(value as ProviderKind)}
          />
          <TextField
            key={kind}
            label={t('models.name')}
            hint={t('models.nameHint')}
            name="name"
            required
            maxLength={40}
            pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
            defaultValue={isCompatible ? '' : `our-${kind}`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            problem={problems.name}
          />
        </>
      )}
      <TextField
        label={t('models.baseUrl')}
        hint={isCompatible ? t('models.baseUrlHint') : t('models.baseUrlOptional')}
        name="baseUrl"
        type="url"
        required={isCompatible}
        defaultValue={provider?.baseUrl ?? ''}
        placeholder={isCompatible ? 'https://models.example.com/v1' : undefined}
        autoComplete="off"
        problem={problems.baseUrl}
      />
      <TextField
        label={t('models.apiKey')}
        hint={t(provider?.hasKey ? 'models.apiKeyKept' : isCompatible ? 'models.apiKeyHint' : 'models.apiKeyNeeded')}
        name="apiKey"
        type="password"
        autoComplete="new-password"
        required={!isCompatible && !provider?.hasKey}
        problem={problems.apiKey}
      />
      {Object.keys(problems).length === 0 && <FormError error={save.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t('models.saveAndTest')}
        </Button>
      </div>
    </form>
  )
}
