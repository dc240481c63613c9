import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { markPieces, type ReadText, splitIntoBlocks, type TextBlock } from './text-blocks.ts'

/** Characters shown around the marked place, and added by each "show more". A whole book at once would freeze the page. */
const windowSize = 16_000

interface ReadingViewProps {
  content: ReadText
  /** Marked and scrolled to. */
  range?: { start: number; end: number } | undefined
}

/** The text of a document to read, calmly set. Remount it (by key) for another document or range. */
export function ReadingView({ content, range }: ReadingViewProps) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(() => Math.max(0, (range?.start ?? 0) - windowSize / 2))
  const [to, setTo] = useState(() => (range?.end ?? 0) + windowSize)
  const blocks = useMemo(() => splitIntoBlocks(content, from, to), [content, from, to])
  const markedPlace = useRef<HTMLElement>(null)

  useEffect(() => {
    // Braces, because browsers now return a promise here, and React would call it as a clean-up.
    markedPlace.current?.scrollIntoView({ block: 'center' })
  }, [])

  const firstMarked = range && blocks.find((block) => block.end > range.start)
  return (
    <div className="flex flex-col gap-3 text-base wrap-anywhere">
      {from > 0 && (
        <Button className="self-start" onClick={() => setFrom(Math.max(0, from - windowSize))}>
          {t('source.earlier')}
        </Button>
      )}
      {blocks.map((block) => (
        <Fragment key={block.start}>
          {block.page !== undefined && <PageMark page={block.page} />}
          <Block text={content.text} block={block} range={range} markRef={block === firstMarked ? markedPlace : undefined} />
        </Fragment>
      ))}
      {to < content.text.length && (
        <Button className="self-start" onClick={() => setTo(to + windowSize)}>
          {t('source.later')}
        </Button>
      )}
    </div>
  )
}

function PageMark({ page }: { page: number }) {
  const { t } = useTranslation()
  return (
    <div className="mt-2 flex items-center gap-3 text-xs text-muted">
      <span className="h-px flex-1 bg-line" />
      {t('app.page', { page })}
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}

interface BlockProps {
  text: string
  block: TextBlock
  range: ReadingViewProps['range']
  markRef: React.RefObject<HTMLElement | null> | undefined
}

function Block({ text, block, range, markRef }: BlockProps) {
  const pieces = markPieces(block, range).map(({ start, end, isMarked }) =>
    isMarked ? (
      <mark key={start} ref={markRef} className="scroll-my-24">
        {text.slice(start, end)}
      </mark>
    ) : (
      <Fragment key={start}>{text.slice(start, end)}</Fragment>
    ),
  )
  if (block.level === 0) return <p className="whitespace-pre-wrap">{pieces}</p>
  // The panel has an h2 of its own; headings of the text come below it.
  const Heading = `h${Math.min(6, block.level + 2)}` as 'h3'
  const size = block.level === 1 ? 'text-lg' : block.level === 2 ? 'text-base' : 'text-sm'
  return <Heading className={classNames('mt-3 font-semibold', size)}>{pieces}</Heading>
}
