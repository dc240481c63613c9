import type { Permission } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { ofWorkspace } from '../queries.ts'
import { useWorkspace } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { RadioCard } from '../ui/radio-card.tsx'
import type { MadeKey } from './api-key-made.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { type KeyPreset, presetOf, presetsFor, scopesFor, scopesOfPreset } from './key-scopes.ts'

const expiries = ['30', '90', '365', 'never', 'date'] as const
type Expiry = (typeof expiries)[number]

/** A key's name, what it opens and how long. */
export function ApiKeyForm({ onMade }: { onMade: (made: MadeKey) => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { role } = useWorkspace()
  const [scopes, setScopes] = useState<Permission[]>(() => scopesOfPreset('read', role))
  const [expiry, setExpiry] = useState<Expiry>('90')
  const make = useMutation({
    mutationFn: (form: FormData) =>
      api.call(routes.keys.createKey, {
        params: ofWorkspace(),
        body: { name: textOf(form, 'name'), scopes, expiresAt: readExpiry(expiry, textOf(form, 'date')) },
      }),
    onSuccess: async (made) => {
      onMade(made)
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
  })
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (scopes.length > 0) make.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('apiKeys.name')}
        hint={t('apiKeys.nameHint')}
        name="name"
        required
        maxLength={80}
        autoComplete="off"
        problem={fieldProblems(make.error).name}
      />
      <ScopeChoice scopes={scopes} onChange={setScopes} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('apiKeys.expires')}
          value={expiry}
          choices={expiries.map((value) => ({ value, label: t(`keyExpiries.${value}`) }))}
          onChoose={(value) => setExpiry(value as Expiry)}
        />
        {expiry === 'date' && (
          <TextField label={t('apiKeys.date')} name="date" type="date" min={tomorrow()} required className="md:h-9" />
        )}
      </div>
      <FormError error={make.error} />
      <Button type="submit" look="primary" className="self-end" isBusy={make.isPending} disabled={scopes.length === 0}>
        {t('apiKeys.make')}
      </Button>
    </form>
  )
}

const dayMs = 24 * 3600_000

function readExpiry(expiry: Expiry, date: string): string | null {
  if (expiry === 'never') return null
  // Until the end of that day, where the person is.
  if (expiry === 'date') return new Date(`${date}T23:59:59`).toISOString()
  return new Date(Date.now() + Number(expiry) * dayMs).toISOString()
}

/** As the local calendar writes it, for a date field. */
function tomorrow(): string {
  const day = new Date(Date.now() + dayMs)
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** A preset, or single rights. */
function ScopeChoice({ scopes, onChange }: { scopes: Permission[]; onChange: (scopes: Permission[]) => void }) {
  const { t } = useTranslation()
  const { role } = useWorkspace()
  const name = useId()
  const chosen = presetOf(scopes, role)
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t('apiKeys.scopes')}</legend>
      {presetsFor(role).map((preset: KeyPreset) => (
        <RadioCard
          key={preset}
          name={name}
          title={t(`keyPresets.${preset}`)}
          text={t(`keyPresetTexts.${preset}`)}
          isChosen={chosen === preset}
          onChoose={() => onChange(scopesOfPreset(preset, role))}
        />
      ))}
      <Disclosure summary={chosen ? t('apiKeys.single') : t('apiKeys.singleChosen', { count: scopes.length })}>
        <ul className="grid border-t border-line py-1 sm:grid-cols-2">
          {scopesFor(role).map((scope) => (
            <li key={scope}>
              <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 text-sm hover:bg-hover md:min-h-8">
                <input
                  type="checkbox"
                  className="size-4 shrink-0"
                  checked={scopes.includes(scope)}
                  onChange={({ target }) => {
                    const others = scopes.filter((other) => other !== scope)
                    onChange(target.checked ? [...others, scope] : others)
                  }}
                />
                {t(`scopes.${scope as 'documents.read'}`)}
              </label>
            </li>
          ))}
        </ul>
      </Disclosure>
      {scopes.length === 0 && (
        <p role="alert" className="text-xs font-medium text-bad">
          {t('apiKeys.noScope')}
        </p>
      )}
    </fieldset>
  )
}
