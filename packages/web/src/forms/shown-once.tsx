import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '../ui/copy-field.tsx'

interface ShownOnceProps {
  label: string
  value: string
  text?: string | undefined
}

/** A link that the server tells once: to be copied now. */
export function ShownOnce({ label, value, text }: ShownOnceProps) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      {text && <p className="text-sm">{text}</p>}
      <CopyField label={label} value={value} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
      <p className="flex items-start gap-2 text-sm text-busy">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t('invite.shownOnce')}
      </p>
    </div>
  )
}
