import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'

interface CollectionNameProps {
  name: string
  isClosed: boolean
  className?: string
}

/** A collection by its name; a lock beside it where only named members read it. */
export function CollectionName({ name, isClosed, className }: CollectionNameProps) {
  const { t } = useTranslation()
  return (
    <span className={classNames('inline-flex max-w-full min-w-0 items-center gap-1.5', className)}>
      {isClosed && (
        <>
          <Lock aria-hidden className="size-3.5 shrink-0" />
          <span className="sr-only">{t('collections.closed')}: </span>
        </>
      )}
      <span className="min-w-0 truncate">{name}</span>
    </span>
  )
}
