import type { AnswerSentence } from '@brain-ai/contract'
import type { AnswerBlock, AnswerPiece } from './answer-blocks.ts'

/** Marks the text of each sentence that its sources do not bear out, and puts the place for the reason at its end. */
export function markDoubts(blocks: AnswerBlock[], sentences: readonly AnswerSentence[]): AnswerBlock[] {
  const doubtful = sentences.filter(({ isSupported }) => !isSupported)
  return doubtful.length === 0 ? blocks : blocks.map((block) => markBlock(block, doubtful))
}

function markBlock(block: AnswerBlock, doubtful: AnswerSentence[]): AnswerBlock {
  const inside = (blocks: AnswerBlock[]) => blocks.map((one) => markBlock(one, doubtful))
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, pieces: markPieces(block.pieces, doubtful) }
    case 'list':
      return { ...block, items: block.items.map(inside) }
    case 'quote':
      return { ...block, blocks: inside(block.blocks) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map((cell) => markPieces(cell, doubtful))) }
    default:
      return block
  }
}

function markPieces(pieces: AnswerPiece[], doubtful: AnswerSentence[]): AnswerPiece[] {
  return pieces.flatMap((piece): AnswerPiece[] => {
    if ('pieces' in piece) return [{ ...piece, pieces: markPieces(piece.pieces, doubtful) }]
    if (!('start' in piece)) return [piece]
    if (piece.kind !== 'text') return [piece, ...doubtsThatEndIn(piece.start, piece.start + 1, doubtful)]
    return cutText(piece, doubtful)
  })
}

/** Cuts a text at the edges of the sentences in it. */
function cutText({ text, start }: { text: string; start: number }, doubtful: AnswerSentence[]): AnswerPiece[] {
  const pieces: AnswerPiece[] = []
  const end = start + text.length
  let at = start
  for (const sentence of doubtful) {
    const [from, to] = [Math.max(at, sentence.start), Math.min(end, sentence.end)]
    if (from >= to) continue
    if (from > at) pieces.push({ kind: 'text', text: text.slice(at - start, from - start), start: at })
    pieces.push({ kind: 'text', text: text.slice(from - start, to - start), start: from, isDoubtful: true })
    pieces.push(...doubtsThatEndIn(from, to, [sentence]))
    at = to
  }
  if (at < end) pieces.push({ kind: 'text', text: text.slice(at - start), start: at })
  return pieces
}

const doubtsThatEndIn = (start: number, end: number, doubtful: AnswerSentence[]): AnswerPiece[] =>
  doubtful
    .filter((sentence) => sentence.end > start && sentence.end <= end)
    .map(({ citations }) => ({ kind: 'doubt', hasSources: citations.length > 0 }))
