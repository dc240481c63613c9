import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerBlock, AnswerPiece } from './answer-blocks.ts'
import { markDoubts } from './mark-doubts.ts'
import { parseMarkdown } from './parse-markdown.ts'

const show = (pieces: AnswerPiece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.isDoubtful ? `<${piece.text}>` : piece.text
      if (piece.kind === 'citation') return `[${piece.number}]`
      if (piece.kind === 'doubt') return piece.hasSources ? '?' : '??'
      return 'pieces' in piece ? show(piece.pieces) : piece.kind
    })
    .join('')
const marked = (text: string, doubtful: string, citations: number[]) => {
  const start = text.indexOf(doubtful)
  const sentence = { start, end: start + doubtful.length, citations, isSupported: false }
  return markDoubts(parseMarkdown(text), [{ start: 0, end: 3, citations: [], isSupported: true }, sentence]).map(
    (block: AnswerBlock) => ('pieces' in block ? show(block.pieces) : block.kind),
  )
}

test('a sentence that its source does not bear out is marked to its end', () => {
  assert.deepEqual(marked('Yes. It is blue [1]. So far.', 'It is blue [1].', [1]), ['Yes. <It is blue>[1]<.>? So far.'])
})

test('a sentence with bold words is marked through them', () => {
  assert.deepEqual(marked('Yes. It is **blue** now.', 'It is **blue** now.', []), ['Yes. <It is ><blue>< now.>??'])
})

test('a sentence that ends with its citation has its reason after it', () => {
  assert.deepEqual(marked('Yes. It is blue. [2]', 'It is blue. [2]', [2]), ['Yes. <It is blue.>[2]?'])
})
