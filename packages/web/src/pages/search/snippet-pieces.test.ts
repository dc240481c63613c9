import assert from 'node:assert/strict'
import { test } from 'node:test'
import { snippetPieces } from './snippet-pieces.ts'

const shown = (text: string, ...ranges: [number, number][]) =>
  snippetPieces(
    text,
    ranges.map(([start, end]) => ({ start, end })),
  )
    .map((piece) => (piece.isHighlighted ? `[${piece.text}]` : piece.text))
    .join('')

test('the words that were found are highlighted, and nothing of the text is lost', () => {
  assert.equal(shown('thirty days of leave', [0, 6], [15, 20]), '[thirty] days of [leave]')
  assert.equal(shown('thirty days'), 'thirty days')
})

test('highlights that overlap, come out of order or reach too far repeat nothing', () => {
  assert.equal(shown('thirty days', [7, 99], [0, 4], [2, 6]), '[thir][ty] [days]')
  assert.equal(shown('', [3, 5]), '')
})
