import type { Citation } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { classNames } from '../ui/class-names.ts'
import { PlaceOf } from './place-of.tsx'
import { type OpenSource, SourceLink } from './source-link.tsx'

interface SourceCardsProps {
  citations: readonly Citation[]
  open: OpenSource
  /** One below the other. */
  isNarrow?: boolean
  level?: 'h3' | 'h5'
}

const cardClass = 'flex h-full gap-3 rounded-xl border bg-surface p-3'

/** The sources of an answer as cards; each opens beside it. */
export function SourceCards({ citations, open, isNarrow = false, level: Title = 'h3' }: SourceCardsProps) {
  const { t } = useTranslation()
  return (
    <div>
      <Title className="mb-2 text-xs font-medium text-muted">{t('ask.sources')}</Title>
      <ol className={classNames('grid gap-2', !isNarrow && 'sm:grid-cols-2')}>
        {citations.map((citation) => (
          <li key={citation.number}>
            {citation.isAvailable === false ? (
              <div className={classNames(cardClass, 'border-dashed border-line text-muted')}>
                <NumberOf number={citation.number} isPlain />
                <span className="text-sm">{t('ask.sourceGone')}</span>
              </div>
            ) : (
              <SourceLink
                answerId={open.answerId}
                number={citation.number}
                isOpen={open.number === citation.number}
                className={classNames(
                  cardClass,
                  'transition-colors hover:border-line-strong',
                  open.number === citation.number ? 'border-accent' : 'border-line',
                )}
              >
                <NumberOf number={citation.number} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-sm font-medium">{citation.title}</span>
                  <PlaceOf source={citation} />
                  {!citation.isSupported && (
                    <span className="mt-1 block text-xs font-medium text-busy">{t('ask.unsupported')}</span>
                  )}
                </span>
              </SourceLink>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

const NumberOf = ({ number, isPlain = false }: { number: number; isPlain?: boolean }) => (
  <span
    className={classNames(
      'mt-px flex h-4.5 min-w-4.5 shrink-0 items-center justify-center self-start rounded-md px-1 text-xs font-semibold',
      isPlain ? 'bg-sunken' : 'bg-accent-soft text-accent',
    )}
  >
    {number}
  </span>
)
