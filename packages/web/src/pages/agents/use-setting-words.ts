import type { SettingChange } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatNumber, nameOfLanguage } from '../../formats.ts'
import { collectionsQuery } from '../../queries.ts'

/** Says the value of a setting as the form says it. */
export function useSettingWords(): (field: SettingChange['field'], value: unknown) => string {
  const { t } = useTranslation()
  const { data: collections = [] } = useQuery(collectionsQuery())
  return (field, value) => {
    if (typeof value === 'boolean') return t(value ? 'values.yes' : 'values.no')
    if (typeof value === 'number') return formatNumber(value, 2)
    if (Array.isArray(value)) {
      const names = value.map((one: string) => {
        if (field === 'tools') return t(`agentTools.${one as 'search'}`)
        return collections.find(({ id }) => id === one)?.name ?? one
      })
      return names.length > 0 ? names.join(', ') : t('values.none')
    }
    const text = String(value)
    if (text === '') return t('values.empty')
    if (field === 'language') return text === 'question' ? t('agentLanguages.question') : nameOfLanguage(text)
    if (field === 'length') return t(`agentLengths.${text as 'short'}`)
    if (field === 'tone') return t(`agentTones.${text as 'neutral'}`)
    if (field === 'format') return t(`agentFormats.${text as 'prose'}`)
    if (field === 'model' && (text === 'default' || text === 'extractive')) return t(`modelNames.${text}`)
    return text
  }
}
