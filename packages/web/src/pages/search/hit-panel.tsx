import type { SearchHit } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { PlaceOf } from '../../answers/place-of.tsx'
import { TextSkeleton } from '../../answers/source-panel.tsx'
import { ErrorNotice } from '../../error-notice.tsx'
import { contentQuery, documentQuery } from '../../queries.ts'
import { ReadingView } from '../../reading/reading-view.tsx'
import { IconButton } from '../../ui/button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Notice } from '../../ui/states.tsx'
import { AddToSet } from '../search-quality/add-to-set.tsx'
import { placeOfHit } from './hit-card.tsx'
import { findMarkedPlace } from './marked-place.ts'

interface HitPanelProps {
  /** What was searched for. */
  q: string | undefined
  documentId: string
  at: string | undefined
  hits: readonly SearchHit[]
  onChoose: (hit: SearchHit) => void
  onClose: () => void
}

/** The document of a hit, scrolled to the place and marked. The address is enough to open it, without the search around it. */
export function HitPanel({ q, documentId, at, hits, onChoose, onClose }: HitPanelProps) {
  const { t } = useTranslation()
  const document = useQuery(documentQuery(documentId))
  const content = useQuery(contentQuery(documentId))
  const error = document.error ?? content.error

  const index = hits.findIndex((hit) => hit.documentId === documentId && placeOfHit(hit).at === at)
  const hit = hits[index]
  const folding = hits.find(({ also }) => also.some((one) => one.documentId === documentId && String(one.start) === at))
  const [previous, next] = hit ? [hits[index - 1], hits[index + 1]] : []
  const isChanged = hit && content.data && content.data.text.slice(hit.start, hit.end) !== hit.snippet
  const range = content.data && !isChanged ? findMarkedPlace(content.data.text, at, folding?.snippet) : undefined
  const retry = () => void Promise.all([document.refetch(), content.refetch()])

  return (
    <SidePanel
      title={hit?.title ?? document.data?.title ?? t('document.title')}
      subject={`${documentId} ${at}`}
      closeLabel={t('app.close')}
      onClose={onClose}
      actions={
        hit && (
          <>
            {q && <AddToSet place={{ question: q, documentId, title: hit.title, quote: hit.snippet }} />}
            <IconButton
              label={t('search.previous')}
              icon={<ChevronLeft aria-hidden className="size-4" />}
              disabled={!previous}
              onClick={() => previous && onChoose(previous)}
            />
            <IconButton
              label={t('search.next')}
              icon={<ChevronRight aria-hidden className="size-4" />}
              disabled={!next}
              onClick={() => next && onChoose(next)}
            />
          </>
        )
      }
    >
      <div className="flex items-center gap-4 border-b border-line px-5 py-2.5">
        <div className="min-w-0 flex-1">
          {hit && <p className="text-xs font-medium">{t('search.result', { number: index + 1 })}</p>}
          {hit && <PlaceOf source={hit} />}
          {!hit && document.data && <p className="text-xs text-muted">{t(`formats.${document.data.format ?? 'unknown'}`)}</p>}
        </div>
        <Link
          to="/documents"
          search={{ document: documentId, at: range && `${range.start}-${range.end}` }}
          className="flex min-h-11 items-center gap-1.5 rounded-lg px-2 text-sm font-medium whitespace-nowrap text-accent hover:bg-hover md:min-h-8"
        >
          <FileText aria-hidden className="size-4" />
          {t('source.open')}
        </Link>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
        tabIndex={0}
        aria-label={t('document.text')}
        className="relative flex-1 overflow-y-auto px-5 py-5 -outline-offset-2"
      >
        {error && <ErrorNotice error={error} onRetry={retry} />}
        {!content.data && !error && <TextSkeleton />}
        {isChanged && (
          <div className="mb-4">
            <Notice look="busy" title={t('search.changed')} />
          </div>
        )}
        {content.data && !error && <ReadingView key={`${documentId} ${at}`} content={content.data} range={range} />}
      </section>
    </SidePanel>
  )
}
