import type { Citation } from '@brain-ai/contract'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../ui/class-names.ts'
import type { AnswerBlock, AnswerPiece } from './answer-blocks.ts'
import { CitationChip } from './citation-chip.tsx'
import type { OpenSource } from './source-link.tsx'

interface BlockListProps {
  blocks: AnswerBlock[]
  citations: readonly Citation[]
  open: OpenSource
  /** A cursor stands at the end, where the text grows. */
  hasCursor?: boolean
}

/** Blocks of an answer, one below the other. Keys are places: an answer only grows at its end. */
export function BlockList({ blocks, ...rest }: BlockListProps) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
    <Block key={index} block={block} {...rest} hasCursor={rest.hasCursor === true && index === blocks.length - 1} />
  ))
}

type BlockProps = Omit<BlockListProps, 'blocks'> & { block: AnswerBlock }

function Block({ block, ...rest }: BlockProps) {
  const pieces = (all: AnswerPiece[]) => <PieceList pieces={all} citations={rest.citations} open={rest.open} />
  const cursor = rest.hasCursor && <Cursor />
  switch (block.kind) {
    case 'paragraph':
      return (
        <p className="whitespace-pre-line">
          {pieces(block.pieces)}
          {cursor}
        </p>
      )
    case 'heading': {
      // The page has the title of the conversation, and each question is a heading above its answer.
      const Heading = block.level < 3 ? 'h3' : 'h4'
      return (
        <Heading className={classNames('font-semibold', block.level < 3 && 'mt-2 text-lg')}>
          {pieces(block.pieces)}
          {cursor}
        </Heading>
      )
    }
    case 'list': {
      const List = block.isNumbered ? 'ol' : 'ul'
      return (
        <List
          start={block.isNumbered && block.first !== 1 ? block.first : undefined}
          className={classNames('flex flex-col gap-1.5 pl-6', block.isNumbered ? 'list-decimal' : 'list-disc')}
        >
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
            <li key={index} className="[&>*+*]:mt-1.5">
              <BlockList blocks={item} {...rest} hasCursor={rest.hasCursor === true && index === block.items.length - 1} />
            </li>
          ))}
        </List>
      )
    }
    case 'quote':
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-line-strong pl-4 text-muted">
          <BlockList blocks={block.blocks} {...rest} />
        </blockquote>
      )
    case 'code':
      return (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
          tabIndex={0}
          className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-sm"
        >
          <code>{block.text}</code>
        </pre>
      )
    case 'table':
      return <Table rows={block.rows} pieces={pieces} />
    case 'rule':
      return <hr className="border-line" />
  }
}

const Cursor = () => <span aria-hidden className="ml-0.5 inline-block h-4 w-2 animate-blink rounded-xs bg-accent align-[-2px]" />

function Table({ rows, pieces }: { rows: AnswerPiece[][][]; pieces: (all: AnswerPiece[]) => ReactNode }) {
  const { t } = useTranslation()
  const [head = [], ...body] = rows
  return (
    <figure
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
      tabIndex={0}
      aria-label={t('ask.table')}
      className="overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-full text-left text-sm">
        <thead className="bg-sunken">
          <tr>
            {head.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells keep their place
              <th key={index} scope="col" className="px-3 py-2 font-semibold">
                {pieces(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their place
            <tr key={index} className="border-t border-line">
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells keep their place
                <td key={column} className="px-3 py-2 align-top">
                  {pieces(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

interface PieceListProps {
  pieces: AnswerPiece[]
  citations: readonly Citation[]
  open: OpenSource
}

const PieceList = ({ pieces, ...rest }: PieceListProps) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
  pieces.map((piece, index) => <Piece key={index} piece={piece} {...rest} />)

function Piece({ piece, citations, open }: Omit<PieceListProps, 'pieces'> & { piece: AnswerPiece }) {
  const inner = 'pieces' in piece && <PieceList pieces={piece.pieces} citations={citations} open={open} />
  switch (piece.kind) {
    case 'text':
      return piece.isDoubtful ? (
        <span className="underline decoration-busy decoration-dotted decoration-2 underline-offset-4">{piece.text}</span>
      ) : (
        piece.text
      )
    case 'code':
      return <code className="rounded-md bg-sunken px-1 py-0.5 font-mono text-sm">{piece.text}</code>
    case 'citation':
      return <CitationChip number={piece.number} citation={citations.find(({ number }) => number === piece.number)} open={open} />
    case 'doubt':
      return <Doubt hasSources={piece.hasSources} />
    case 'strong':
      return <strong className="font-semibold">{inner}</strong>
    case 'emphasis':
      return <em>{inner}</em>
    case 'link':
      return (
        <a
          href={piece.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="font-medium text-accent underline underline-offset-2"
        >
          {inner}
          <span className="text-xs font-normal text-muted no-underline">{` (${piece.host})`}</span>
        </a>
      )
    case 'break':
      return <br />
  }
}

/** Why the sentence before it is marked. */
function Doubt({ hasSources }: { hasSources: boolean }) {
  const { t } = useTranslation()
  const reason = t(hasSources ? 'ask.doubtCited' : 'ask.doubtUncited')
  return (
    <span title={reason} className="ml-1 inline-flex align-[-2px] text-busy">
      <CircleAlert aria-hidden className="size-4" />
      <span className="sr-only">{` (${reason})`}</span>
    </span>
  )
}
