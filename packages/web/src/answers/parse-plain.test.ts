import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerBlock, AnswerPiece } from './answer-blocks.ts'
import { parsePlain } from './parse-plain.ts'

const words = (pieces: AnswerPiece[]) =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'citation' ? piece.number : piece.kind))

const flat = (blocks: AnswerBlock[]): unknown[] =>
  blocks.map((block) => {
    if (block.kind === 'paragraph') return words(block.pieces)
    return block.kind === 'list' ? { [block.isNumbered ? `from ${block.first}` : 'list']: block.items.map(flat) } : block.kind
  })

test('markers become citations and leave no space before them', () => {
  assert.deepEqual(flat(parsePlain('Thirty days [1], of which ten move on [2][3].')), [
    ['Thirty days', 1, ', of which ten move on', 2, 3, '.'],
  ])
})

test('several numbers in one marker are several citations', () => {
  assert.deepEqual(flat(parsePlain('So it is [1, 4].')), [['So it is', 1, 4, '.']])
})

test('brackets that name no citation stay text, and so does markup', () => {
  assert.deepEqual(flat(parsePlain('See [annex] and *note* <b>.')), [['See [annex] and *note* <b>.']])
})

test('empty lines divide paragraphs; lines with bullets make a list', () => {
  assert.deepEqual(flat(parsePlain('First.\n\n- one [1]\n- two\n\n3. a\n4. b\n\nLast\nline.')), [
    ['First.'],
    { list: [[['one', 1]], [['two']]] },
    { 'from 3': [[['a']], [['b']]] },
    ['Last\nline.'],
  ])
})

test('every piece of text knows where it stands in the answer', () => {
  const text = '  Thirty days [1].\n\n- ten move on [2]\n- the rest\n\nNo more.'
  const check = (blocks: AnswerBlock[]): number =>
    blocks.reduce((count, block) => {
      if (block.kind === 'list') return count + block.items.reduce((sum, item) => sum + check(item), 0)
      assert.equal(block.kind, 'paragraph')
      const texts = block.kind === 'paragraph' ? block.pieces.filter((piece) => piece.kind === 'text') : []
      for (const piece of texts) assert.equal(text.slice(piece.start, piece.start + piece.text.length), piece.text)
      return count + texts.length
    }, 0)
  assert.equal(check(parsePlain(text)), 5)
})
