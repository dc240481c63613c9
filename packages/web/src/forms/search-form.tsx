import type { SearchSettingsView } from '@brain-ai/contract'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { CheckboxField } from '../ui/field.tsx'
import { useUpdateSearch } from './use-search-settings.ts'

/** How much words and meaning count, and how broadly is searched. */
export function SearchForm({ settings }: { settings: SearchSettingsView }) {
  const { t } = useTranslation()
  const [percent, setPercent] = useState(Math.round(settings.hybridWeight * 100))
  const [isBroad, setIsBroad] = useState(settings.isBroad)
  const id = useId()
  const save = useUpdateSearch()
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ hybridWeight: percent / 100, isBroad })
      }}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          {t('searchSettings.weight')}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          value={percent}
          aria-valuetext={t(`searchSettings.weights.${wordOf(percent)}`)}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setPercent(Number(event.target.value))}
          className="h-11 w-full cursor-pointer accent-accent-fill md:h-8"
        />
        <div aria-hidden className="flex justify-between text-xs text-muted">
          <span>{t('searchSettings.words')}</span>
          <span>{t('searchSettings.meanings')}</span>
        </div>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {t(`searchSettings.weights.${wordOf(percent)}`)}
        </p>
      </div>
      <CheckboxField
        label={t('searchSettings.broad')}
        hint={t('searchSettings.broadHint')}
        checked={isBroad}
        onChange={(event) => setIsBroad(event.target.checked)}
      />
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-start" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}

const wordOf = (percent: number) =>
  percent === 0
    ? 'wordsAlone'
    : percent < 40
      ? 'mostlyWords'
      : percent <= 60
        ? 'both'
        : percent < 100
          ? 'mostlyMeaning'
          : 'meaningAlone'
