import type { SearchHit } from '@brain-ai/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PlaceOf } from '../../answers/place-of.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FormatIcon } from '../documents/format-icon.tsx'
import { snippetPieces } from './snippet-pieces.ts'

const maxAlso = 3

/** The address of the place of a hit. */
export const placeOfHit = ({ documentId, start, end }: SearchHit) => ({ document: documentId, at: `${start}-${end}` })

interface HitCardProps {
  hit: SearchHit
  isOpen: boolean
  /** Whether some place is open: then another one takes its place in the history, too. */
  isAnyOpen: boolean
}

/** One passage that was found: where it stands, and the part of it that shows why. */
export function HitCard({ hit, isOpen, isAnyOpen }: HitCardProps) {
  const { t } = useTranslation()
  const place = placeOfHit(hit)
  return (
    <article
      className={classNames(
        'relative flex gap-3 rounded-xl border bg-surface p-4 transition-colors hover:border-line-strong',
        isOpen ? 'border-accent' : 'border-line',
      )}
    >
      <div className="max-sm:hidden">
        <FormatIcon format={hit.format} />
      </div>
      <div className="min-w-0 flex-1">
        <h2 className="text-sm font-semibold wrap-anywhere">
          <Link
            to="/search"
            search={(now) => ({ ...now, ...place })}
            replace={isAnyOpen}
            resetScroll={false}
            preload={false}
            data-walk
            aria-current={isOpen ? 'true' : undefined}
            className="rounded-sm text-accent outline-none after:absolute after:inset-0 after:rounded-xl hover:underline focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-accent"
          >
            {hit.title}
            <span className="sr-only">, {t(`formats.${hit.format ?? 'unknown'}`)}</span>
          </Link>
        </h2>
        <PlaceOf source={hit} />
        <Snippet hit={hit} />
        {hit.also.length > 0 && (
          <p className="mt-2 text-xs text-muted">
            {t('search.also')}{' '}
            {hit.also.slice(0, maxAlso).map(({ passageId, documentId, title, start }, index) => (
              <span key={passageId}>
                {index > 0 && ', '}
                <Link
                  to="/search"
                  search={(now) => ({ ...now, document: documentId, at: String(start) })}
                  replace={isAnyOpen}
                  resetScroll={false}
                  preload={false}
                  className="relative z-10 inline-block min-h-6 font-medium text-text underline underline-offset-2 hover:text-accent"
                >
                  {title}
                </Link>
              </span>
            ))}
            {hit.also.length > maxAlso && ` ${t('search.alsoMore', { count: hit.also.length - maxAlso })}`}
          </p>
        )}
      </div>
    </article>
  )
}

function Snippet({ hit: { snippet, highlights, language } }: { hit: SearchHit }) {
  const isCutBefore = /^\p{Ll}/u.test(snippet)
  const isCutAfter = !/[.!?:"”“)\]]$/.test(snippet)
  return (
    <p lang={language} className="mt-1.5 line-clamp-5 max-w-[72ch] text-sm leading-relaxed wrap-anywhere">
      {isCutBefore && '… '}
      {snippetPieces(snippet, highlights).map(({ start, text, isHighlighted }) =>
        isHighlighted ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
      )}
      {isCutAfter && ' …'}
    </p>
  )
}
