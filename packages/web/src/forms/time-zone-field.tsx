import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ComboboxField } from '../ui/combobox-field.tsx'

interface TimeZoneFieldProps {
  value: string
  onChoose: (timeZone: string) => void
  problem?: string | undefined
}

/** The browser's own time zone, for a first suggestion. */
export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** One of the time zones that the browser knows, found by typing a part of its name. */
export function TimeZoneField({ value, onChoose, problem }: TimeZoneFieldProps) {
  const { t } = useTranslation()
  // Browsers leave UTC out of their list, and name some zones differently than the server does.
  const zones = useMemo(() => [...new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')])], [value])
  return (
    <ComboboxField
      label={t('workspaceForm.timeZone')}
      hint={t('workspaceForm.timeZoneHint')}
      choices={zones}
      value={value}
      onChoose={onChoose}
      emptyText={t('workspaceForm.timeZoneEmpty')}
      openLabel={t('workspaceForm.timeZoneOpen')}
      problem={problem}
    />
  )
}
