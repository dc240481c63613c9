import { type AgentSettings, agentTools, answerFormats, answerLanguages, answerLengths, answerTones } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage } from '../formats.ts'
import { collectionsQuery, modelsQuery } from '../queries.ts'
import { CheckboxField, SelectField, TextField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { ModelField } from './model-field.tsx'

interface AgentFieldsProps {
  draft: AgentSettings
  set: (change: Partial<AgentSettings>) => void
  problems: Record<string, string>
}

/** From what an agent answers: collections, and how much of them. */
export function AgentSourceFields({ draft, set, problems }: AgentFieldsProps) {
  const { t } = useTranslation()
  const { data: collections = [] } = useQuery(collectionsQuery())
  const toggle = (id: string) =>
    set({
      collections: draft.collections.includes(id)
        ? draft.collections.filter((other) => other !== id)
        : [...draft.collections, id],
    })
  return (
    <div className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-medium">{t('agentFields.collections')}</legend>
        {collections.map(({ id, name }) => (
          <label key={id} className="flex min-h-11 items-center gap-3 text-sm md:min-h-8">
            <input
              type="checkbox"
              className="size-5 shrink-0 md:size-4"
              checked={draft.collections.includes(id)}
              onChange={() => toggle(id)}
            />
            <span className="min-w-0 wrap-anywhere">{name}</span>
          </label>
        ))}
        <p className="text-xs text-muted">{t(collections.length > 0 ? 'agentHints.collections' : 'agentHints.noCollections')}</p>
      </fieldset>
      <NumberField name="passages" hint={t('agentHints.passages')} min={1} max={30} {...{ draft, set, problems }} />
    </div>
  )
}

/** Who writes the answer, and how. */
export function AgentStyleFields({ draft, set, problems }: AgentFieldsProps) {
  const { t } = useTranslation()
  const isNamed = draft.model !== 'default' && draft.model !== 'extractive'
  const chosen = isNamed ? 'other' : draft.model
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('agentFields.model')}
          value={chosen}
          choices={(['default', 'extractive', 'other'] as const).map((value) => ({ value, label: t(`modelNames.${value}`) }))}
          onChoose={(value) => set({ model: value === 'other' ? '' : value })}
        />
        <SelectField
          label={t('agentFields.language')}
          value={draft.language}
          choices={answerLanguages.map((value) => ({
            value,
            label: value === 'question' ? t('agentLanguages.question') : nameOfLanguage(value),
          }))}
          onChoose={(value) => set({ language: value as AgentSettings['language'] })}
        />
      </div>
      {isNamed && <NamedModelFields reference={draft.model} onChange={(model) => set({ model })} />}
      {problems.model && (
        <p role="alert" className="text-xs font-medium text-bad">
          {problems.model}
        </p>
      )}
      <Segments
        label={t('agentFields.length')}
        choices={answerLengths.map((value) => ({ value, label: t(`agentLengths.${value}`) }))}
        value={draft.length}
        onChoose={(length) => set({ length })}
      />
      <Segments
        label={t('agentFields.tone')}
        choices={answerTones.map((value) => ({ value, label: t(`agentTones.${value}`) }))}
        value={draft.tone}
        onChoose={(tone) => set({ tone })}
      />
      <Segments
        label={t('agentFields.format')}
        choices={answerFormats.map((value) => ({ value, label: t(`agentFormats.${value}`) }))}
        value={draft.format}
        onChoose={(format) => set({ format })}
      />
      <NumberField
        name="temperature"
        hint={t('agentHints.temperature')}
        min={0}
        max={2}
        step={0.1}
        {...{ draft, set, problems }}
      />
    </div>
  )
}

interface NamedModelFieldsProps {
  /** As `<provider>/<model>`; the model may still be missing. */
  reference: string
  onChange: (reference: string) => void
}

/** A provider and one of its models. */
function NamedModelFields({ reference, onChange }: NamedModelFieldsProps) {
  const { t } = useTranslation()
  const { data } = useQuery(modelsQuery())
  const slash = reference.indexOf('/')
  const [name, model] = slash < 0 ? ['', ''] : [reference.slice(0, slash), reference.slice(slash + 1)]
  const providers = data?.providers.filter(({ kind }) => kind !== 'onnx') ?? []
  const provider = providers.find((one) => one.name === name) ?? providers[0]
  if (!data) return null
  if (!provider) return <p className="text-sm text-muted">{t('models.providerFirst')}</p>
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={t('models.provider')}
        value={provider.name}
        choices={providers.map((one) => ({ value: one.name, label: one.name }))}
        onChoose={(chosen) => onChange(`${chosen}/`)}
      />
      <div>
        <ModelField
          provider={provider}
          use="chat"
          value={provider.name === name ? model : ''}
          onChange={(text) => onChange(`${provider.name}/${text.trim()}`)}
        />
      </div>
    </div>
  )
}

/** What an agent may do besides answering from the passages. */
export function AgentToolFields({ draft, set }: AgentFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-4">
      {agentTools.map((tool) => (
        <CheckboxField
          key={tool}
          label={t(`agentTools.${tool}`)}
          hint={t(`agentToolHints.${tool}`)}
          checked={draft.tools.includes(tool)}
          onChange={({ target }) =>
            set({ tools: agentTools.filter((one) => (one === tool ? target.checked : draft.tools.includes(one))) })
          }
        />
      ))}
      {(['suggestsFollowUps', 'usesCache'] as const).map((name) => (
        <CheckboxField
          key={name}
          label={t(`agentFields.${name}`)}
          hint={t(`agentHints.${name}`)}
          checked={draft[name]}
          onChange={({ target }) => set({ [name]: target.checked })}
        />
      ))}
    </div>
  )
}

/** What one answer may cost at most. */
export function AgentLimitFields(fields: AgentFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberField name="maxInputTokens" min={500} max={1_000_000} {...fields} />
      <NumberField name="maxOutputTokens" min={16} max={100_000} {...fields} />
      <NumberField name="maxToolRounds" min={0} max={20} {...fields} />
      <NumberField name="maxSeconds" min={5} max={600} hint={t('agentHints.maxSeconds')} {...fields} />
    </div>
  )
}

interface NumberFieldProps extends AgentFieldsProps {
  name: 'passages' | 'temperature' | 'maxInputTokens' | 'maxOutputTokens' | 'maxToolRounds' | 'maxSeconds'
  hint?: string
  min: number
  max: number
  step?: number
}

function NumberField({ name, hint, draft, set, problems, ...range }: NumberFieldProps) {
  const { t } = useTranslation()
  const value = draft[name]
  return (
    <TextField
      label={t(`agentFields.${name}`)}
      {...(hint !== undefined && { hint })}
      type="number"
      inputMode="decimal"
      required
      {...range}
      value={Number.isNaN(value) ? '' : value}
      onChange={(event) => set({ [name]: event.target.valueAsNumber })}
      problem={problems[name]}
      className="sm:max-w-60"
    />
  )
}
