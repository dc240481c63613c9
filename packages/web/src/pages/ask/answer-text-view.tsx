import type { Citation } from '@brain-ai/contract'
import { Fragment, useMemo } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { type AnswerBlock, type AnswerPiece, parseAnswer } from './answer-text.ts'
import { CitationChip } from './citation-chip.tsx'

interface AnswerTextProps {
  text: string
  citations: Citation[]
  isWriting: boolean
  openSource: number | undefined
}

/** The answer to read, with its citations as chips. Not live: the announcement reads it out when it is whole. */
export function AnswerText({ text, citations, isWriting, openSource }: AnswerTextProps) {
  const blocks = useMemo(() => parseAnswer(text, !isWriting), [text, isWriting])
  const piece = (item: AnswerPiece, index: number) => {
    if (item.kind === 'text') return <Fragment key={index}>{item.text}</Fragment>
    const citation = citations.find(({ number }) => number === item.number)
    return <CitationChip key={index} number={item.number} citation={citation} isOpen={openSource === item.number} />
  }
  return (
    <article aria-busy={isWriting} className="flex max-w-[72ch] flex-col gap-4 text-base wrap-anywhere">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
        <Block key={index} block={block} piece={piece} isLast={isWriting && index === blocks.length - 1} />
      ))}
    </article>
  )
}

interface BlockProps {
  block: AnswerBlock
  piece: (item: AnswerPiece, index: number) => React.ReactNode
  isLast: boolean
}

function Block({ block, piece, isLast }: BlockProps) {
  const cursor = isLast && (
    <span aria-hidden className="ml-0.5 inline-block h-4 w-2 animate-blink rounded-xs bg-accent align-[-2px]" />
  )
  if (block.kind === 'paragraph')
    return (
      <p className="whitespace-pre-line">
        {block.lines[0]?.map(piece)}
        {cursor}
      </p>
    )
  const List = block.kind === 'list' ? 'ul' : 'ol'
  return (
    <List className={classNames('flex flex-col gap-1.5 pl-6', block.kind === 'list' ? 'list-disc' : 'list-decimal')}>
      {block.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
        <li key={index}>
          {line.map(piece)}
          {index === block.lines.length - 1 && cursor}
        </li>
      ))}
    </List>
  )
}
