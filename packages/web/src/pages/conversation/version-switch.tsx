import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import type { Versions } from './message-tree.ts'

interface VersionSwitchProps {
  versions: Versions
  /** Read out: versions of what. */
  label: string
  onChoose: (id: string) => void
}

/** "2 / 3" with arrows, where a message has versions. */
export function VersionSwitch({ versions: { all, current }, label, onChoose }: VersionSwitchProps) {
  const { t } = useTranslation()
  if (all.length < 2) return null
  const index = all.indexOf(current)
  const step = (by: number) => {
    const id = all[index + by]
    if (id) onChoose(id)
  }
  return (
    <fieldset className="flex shrink-0 items-center text-xs text-muted">
      <legend className="sr-only">{label}</legend>
      <IconButton
        label={t('conversation.earlierVersion')}
        icon={<ChevronLeft aria-hidden className="size-4" />}
        disabled={index === 0}
        onClick={() => step(-1)}
      />
      <span aria-live="polite" className="tabular-nums">{`${index + 1} / ${all.length}`}</span>
      <IconButton
        label={t('conversation.laterVersion')}
        icon={<ChevronRight aria-hidden className="size-4" />}
        disabled={index === all.length - 1}
        onClick={() => step(1)}
      />
    </fieldset>
  )
}
