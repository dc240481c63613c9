import { useTranslation } from 'react-i18next'

interface SearchingProps {
  /** How many passages the answer is written from, once they are found. */
  passages?: number | undefined
  /** What a tool does, in words. */
  tool?: string | undefined
}

/** What is going on before the first word of an answer is there, in the shape of the text to come. */
export function Searching({ passages, tool }: SearchingProps) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      <p className="animate-breathe text-sm text-muted">
        {tool ?? (passages === undefined ? t('ask.searching') : t('ask.writing', { count: passages }))}
      </p>
      <div aria-hidden className="flex animate-breathe flex-col gap-2.5">
        <div className="h-4 w-11/12 rounded-md bg-sunken" />
        <div className="h-4 w-full rounded-md bg-sunken" />
        <div className="h-4 w-3/5 rounded-md bg-sunken" />
      </div>
    </div>
  )
}
