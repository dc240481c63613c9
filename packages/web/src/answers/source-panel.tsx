import type { Citation } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../error-notice.tsx'
import { AddToSet } from '../pages/search-quality/add-to-set.tsx'
import { contentQuery } from '../queries.ts'
import { ReadingView } from '../reading/reading-view.tsx'
import { IconButton } from '../ui/button.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Notice, Skeleton } from '../ui/states.tsx'
import { PlaceOf } from './place-of.tsx'

interface SourcePanelProps {
  /** What was asked; undefined where nothing is added to an evaluation set. */
  question?: string | undefined
  citation: Citation
  citations: readonly Citation[]
  onChoose: (number: number) => void
  onClose: () => void
}

/** The document of a citation, scrolled to the quote and marked. */
export function SourcePanel({ question, citation, citations, onChoose, onClose }: SourcePanelProps) {
  const { t } = useTranslation()
  const { data: content, error, refetch } = useQuery(contentQuery(citation.documentId))
  const index = citations.indexOf(citation)
  const [previous, next] = [citations[index - 1], citations[index + 1]]
  const isUnchanged = content?.text.slice(citation.start, citation.end) === citation.quote

  return (
    <SidePanel
      title={citation.title}
      subject={String(citation.number)}
      closeLabel={t('app.close')}
      onClose={onClose}
      actions={
        <>
          {question && <AddToSet place={{ ...citation, question }} />}
          <IconButton
            label={t('source.previous')}
            icon={<ChevronLeft aria-hidden className="size-4" />}
            disabled={!previous}
            onClick={() => previous && onChoose(previous.number)}
          />
          <IconButton
            label={t('source.next')}
            icon={<ChevronRight aria-hidden className="size-4" />}
            disabled={!next}
            onClick={() => next && onChoose(next.number)}
          />
        </>
      }
    >
      <div className="flex items-center gap-4 border-b border-line px-5 py-2.5">
        <div className="min-w-0 flex-1">
          <p className="text-xs font-medium">{t('source.of', { number: citation.number, total: citations.length })}</p>
          <PlaceOf source={citation} />
        </div>
        <Link
          to="/documents"
          search={{ document: citation.documentId, at: `${citation.start}-${citation.end}` }}
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
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!content && !error && <TextSkeleton />}
        {content && !isUnchanged && (
          <div className="mb-4">
            <Notice look="busy" title={t('source.changed')} />
          </div>
        )}
        {content && <ReadingView key={citation.number} content={content} range={isUnchanged ? citation : undefined} />}
      </section>
    </SidePanel>
  )
}

export const TextSkeleton = () => (
  <div className="flex flex-col gap-3">
    <Skeleton className="h-6 w-1/2" />
    <Skeleton className="h-4 w-full" />
    <Skeleton className="h-4 w-11/12" />
    <Skeleton className="h-4 w-full" />
    <Skeleton className="h-4 w-2/3" />
    <Skeleton className="mt-4 h-6 w-1/3" />
    <Skeleton className="h-4 w-full" />
    <Skeleton className="h-4 w-5/6" />
  </div>
)
