import type { UsageLine } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatNumber } from '../../formats.ts'
import { Meter } from '../../ui/meter.tsx'
import { lookOfUsage, usedShare } from '../settings/usage-look.ts'

const shown = ['documents', 'users', 'storage'] as const

/** How large a workspace is: documents, members, storage, each with its limit. */
export function UsageBars({ usage }: { usage: UsageLine[] }) {
  const { t } = useTranslation()
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1 text-xs">
      {shown.map((metric) => {
        const line = usage.find((one) => one.metric === metric)
        if (!line) return null
        const name = t(`metrics.${metric}`)
        const format = metric === 'storage' ? formatBytes : formatNumber
        const text =
          line.limit === null ? format(line.used) : t('instance.usedOf', { used: format(line.used), limit: format(line.limit) })
        return (
          <div key={metric} className="col-span-3 grid grid-cols-subgrid items-center">
            <dt className="text-muted">{name}</dt>
            <dd className="col-span-2 grid grid-cols-subgrid items-center">
              {line.limit === null ? (
                <span />
              ) : (
                <Meter label={name} text={text} share={usedShare(line) ?? 0} look={lookOfUsage(line)} />
              )}
              <span className="text-right whitespace-nowrap tabular-nums">{text}</span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
