import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markPieces, splitIntoBlocks } from './text-blocks.ts'

const text = 'Leave policy\n\nEveryone has thirty days.\nThey are planned early.\n\nParental leave\nTwelve weeks.\n'
const content = {
  text,
  headings: [
    { level: 1, title: 'Leave policy', start: 0 },
    { level: 2, title: 'Parental leave', start: text.indexOf('Parental') },
  ],
  pages: [
    { page: 1, start: 0 },
    { page: 2, start: text.indexOf('Parental') - 1 },
  ],
}
const show = (blocks: ReturnType<typeof splitIntoBlocks>) =>
  blocks.map(({ start, end, level, page }) => [level, page ?? null, text.slice(start, end)])

test('headings, paragraphs and pages come out in order', () => {
  assert.deepEqual(show(splitIntoBlocks(content, 0, text.length)), [
    [1, 1, 'Leave policy'],
    [0, null, 'Everyone has thirty days.\nThey are planned early.'],
    [2, 2, 'Parental leave'],
    [0, null, 'Twelve weeks.'],
  ])
})

test('a window grows to whole lines', () => {
  const from = text.indexOf('thirty')
  assert.deepEqual(show(splitIntoBlocks(content, from, from + 3)), [[0, null, 'Everyone has thirty days.']])
})

test('no character but blank space is lost, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('word', ' ', '\n', '\n\n', 'ü🙂', '\t')),
      fc.nat(),
      fc.nat(),
      (parts, headingAt, pageAt) => {
        const sample = parts.join('')
        const headings = [{ level: 1, title: '', start: headingAt % (sample.length + 1) }]
        const pages = [{ page: 1, start: pageAt % (sample.length + 1) }]
        const blocks = splitIntoBlocks({ text: sample, headings, pages }, 0, sample.length)
        const shown = blocks.map(({ start, end }) => sample.slice(start, end)).join('')
        assert.equal(shown.replace(/\s/g, ''), sample.replace(/\s/g, ''))
      },
    ),
  )
})

test('the marked range is cut out of each block that it touches', () => {
  const block = { start: 10, end: 20, level: 0, page: undefined }
  const marked = (start: number, end: number) =>
    markPieces(block, { start, end }).map((piece) => [piece.start, piece.end, piece.isMarked])
  assert.deepEqual(marked(12, 15), [
    [10, 12, false],
    [12, 15, true],
    [15, 20, false],
  ])
  assert.deepEqual(marked(0, 12), [
    [10, 12, true],
    [12, 20, false],
  ])
  assert.deepEqual(marked(0, 100), [[10, 20, true]])
  assert.deepEqual(marked(0, 5), [[10, 20, false]])
  assert.deepEqual(marked(30, 40), [[10, 20, false]])
})
