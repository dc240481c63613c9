import { PreviewCard } from '@base-ui/react/preview-card'
import type { Citation } from '@brain-ai/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../ui/class-names.ts'
import { PlaceOf } from './place-of.tsx'
import { type OpenSource, SourceLink } from './source-link.tsx'

const shape =
  'relative ml-0.5 inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-md px-1 align-[2px] text-xs leading-none font-semibold tabular-nums'

interface ChipProps {
  number: number
  /** Undefined until the stream has resolved it. */
  citation: Citation | undefined
  open: OpenSource
}

/** The number of a source in the text: hovering or focusing shows the place, a click opens it beside the answer. */
export function CitationChip({ number, citation, open }: ChipProps) {
  const { t } = useTranslation()
  const isOpen = open.number === number
  // What is open beside the answer needs no preview, which would take the first Esc for itself.
  const [isPreviewed, setIsPreviewed] = useState(false)
  if (!citation)
    return (
      <span aria-hidden className={classNames(shape, 'bg-sunken text-muted')}>
        {number}
      </span>
    )
  if (citation.isAvailable === false)
    return (
      <span title={t('ask.sourceGone')} className={classNames(shape, 'bg-sunken text-muted line-through')}>
        {number}
        <span className="sr-only">{`: ${t('ask.sourceGone')}`}</span>
      </span>
    )
  return (
    <PreviewCard.Root open={isPreviewed && !isOpen} onOpenChange={(next) => setIsPreviewed(next && !isOpen)}>
      <PreviewCard.Trigger
        delay={250}
        closeDelay={120}
        render={
          <SourceLink
            answerId={open.answerId}
            number={number}
            isOpen={isOpen}
            aria-label={t('ask.citation', { number, title: citation.title })}
          />
        }
        // The padding around it makes the chip easy to hit with a thumb, without pushing the lines apart.
        className={classNames(
          shape,
          'transition-colors before:absolute before:-inset-x-0.5 before:-inset-y-1 pointer-coarse:before:-inset-3',
          isOpen ? 'bg-accent-fill text-on-accent' : 'bg-accent-soft text-accent hover:bg-accent-fill hover:text-on-accent',
          !citation.isSupported && !isOpen && 'bg-busy-soft text-busy',
        )}
      >
        {number}
      </PreviewCard.Trigger>
      <PreviewCard.Portal>
        <PreviewCard.Positioner sideOffset={6} collisionPadding={12} className="z-40">
          <PreviewCard.Popup className="w-[min(24rem,calc(100vw-1.5rem))] rounded-xl border border-line bg-raised p-4 shadow-high transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <p className="text-sm font-semibold">{citation.title}</p>
            <PlaceOf source={citation} className="mt-0.5" />
            <p className="mt-2 line-clamp-6 text-sm whitespace-pre-line">{citation.quote}</p>
            {!citation.isSupported && <p className="mt-2 text-xs font-medium text-busy">{t('ask.unsupported')}</p>}
          </PreviewCard.Popup>
        </PreviewCard.Positioner>
      </PreviewCard.Portal>
    </PreviewCard.Root>
  )
}
