import type { Citation } from '@brain-ai/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { PlaceOf } from './place-of.tsx'

interface SourceCardsProps {
  citations: Citation[]
  openSource: number | undefined
}

/** The sources of an answer as cards; each opens beside it. */
export function SourceCards({ citations, openSource }: SourceCardsProps) {
  const { t } = useTranslation()
  return (
    <section aria-labelledby="sources">
      <h2 id="sources" className="mb-2 text-xs font-medium text-muted">
        {t('ask.sources')}
      </h2>
      <ol className="grid gap-2 sm:grid-cols-2">
        {citations.map((citation) => (
          <li key={citation.number}>
            <Link
              to="/ask"
              search={(now) => ({ ...now, source: citation.number })}
              resetScroll={false}
              preload={false}
              aria-current={openSource === citation.number ? 'true' : undefined}
              className={classNames(
                'flex h-full gap-3 rounded-xl border bg-surface p-3 transition-colors hover:border-line-strong',
                openSource === citation.number ? 'border-accent' : 'border-line',
              )}
            >
              <span className="mt-px flex h-4.5 min-w-4.5 items-center justify-center rounded-md bg-accent-soft px-1 text-xs font-semibold text-accent">
                {citation.number}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm font-medium">{citation.title}</span>
                <PlaceOf source={citation} />
                {!citation.isSupported && (
                  <span className="mt-1 block text-xs font-medium text-busy">{t('ask.unsupported')}</span>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
