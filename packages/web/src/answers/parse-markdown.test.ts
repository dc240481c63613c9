import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerBlock, AnswerPiece } from './answer-blocks.ts'
import { parseMarkdown } from './parse-markdown.ts'

const flatPiece = (piece: AnswerPiece): unknown => {
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'citation') return piece.number
  if (piece.kind === 'code') return { code: piece.text }
  if (piece.kind === 'link') return { [piece.href]: piece.pieces.map(flatPiece), host: piece.host }
  return 'pieces' in piece ? { [piece.kind]: piece.pieces.map(flatPiece) } : piece.kind
}
const flat = (block: AnswerBlock): unknown => {
  if (block.kind === 'paragraph') return block.pieces.map(flatPiece)
  if (block.kind === 'heading') return { [`h${block.level}`]: block.pieces.map(flatPiece) }
  if (block.kind === 'list') return { [block.isNumbered ? 'ol' : 'ul']: block.items.map((item) => item.map(flat)) }
  if (block.kind === 'quote') return { quote: block.blocks.map(flat) }
  if (block.kind === 'table') return { table: block.rows.map((row) => row.map((cell) => cell.map(flatPiece))) }
  return block.kind === 'code' ? { pre: block.text } : block.kind
}
const read = (text: string) => parseMarkdown(text).map(flat)

test('paragraphs, lists, headings, tables, quotes and code are shown as what they are', () => {
  assert.deepEqual(read('## Leave [1]\n\nThirty **days** [1, 2] and `code`.\n\n1. one\n2. *two*'), [
    { h2: ['Leave', 1] },
    ['Thirty ', { strong: ['days'] }, 1, 2, ' and ', { code: 'code' }, '.'],
    { ol: [[['one']], [[{ emphasis: ['two'] }]]] },
  ])
  assert.deepEqual(read('> said\n\n| a | b |\n| - | - |\n| 1 [3] | 2 |\n\n```js\nlet a\n```\n\n---'), [
    { quote: [['said']] },
    {
      table: [
        [['a'], ['b']],
        [['1', 3], ['2']],
      ],
    },
    { pre: 'let a' },
    'rule',
  ])
})

test('HTML is words, and an image is the words that stand for it', () => {
  assert.deepEqual(read('<img src="https://evil.test/x.png"> and ![a chart](https://evil.test/y.png) <script>x</script>'), [
    ['<img src="https://evil.test/x.png"> and ', 'a chart', ' <script>x</script>'],
  ])
  assert.deepEqual(read('![](https://evil.test/y.png)'), [[]])
})

test('only links to http, https and mail lead anywhere, and say where', () => {
  assert.deepEqual(
    read('[a](https://one.test/x) [b](javascript:alert(1)) [c](mailto:d@two.test) [e](/documents) [f](data:text/html,x)'),
    [
      [
        { 'https://one.test/x': ['a'], host: 'one.test' },
        ' ',
        'b',
        ' ',
        { 'mailto:d@two.test': ['c'], host: 'd@two.test' },
        ' ',
        'e',
        ' ',
        'f',
      ],
    ],
  )
})

test('a citation cannot be turned into a link by an address given elsewhere', () => {
  assert.deepEqual(read('So it is [1].\n\n[1]: https://evil.test'), [
    ['So it is', 1, '.'],
    [1, ': https://evil.test'],
  ])
})

test('a line is no heading because a hyphen stands below it', () => {
  assert.deepEqual(read('Two things:\n-'), [['Two things:\n-']])
})
