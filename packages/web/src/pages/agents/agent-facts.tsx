import type { AgentView } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { formatExactly, formatMoment } from '../../formats.ts'

/** Model, version and last change of an agent, in small print. */
export function AgentFacts({ agent: { model, version, updatedAt } }: { agent: AgentView }) {
  const { t } = useTranslation()
  const isNamed = model === 'default' || model === 'extractive'
  return (
    <p className="text-xs text-muted wrap-anywhere">
      {isNamed ? t(`modelNames.${model}`) : model}
      {' · '}
      {t('agents.version', { version })}
      {' · '}
      <time dateTime={updatedAt} title={formatExactly(updatedAt)}>
        {t('agents.changed', { when: formatMoment(updatedAt) })}
      </time>
    </p>
  )
}
