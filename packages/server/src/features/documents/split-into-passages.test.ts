import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BlockKind } from './extract/extracted-text.ts'
import { TextBuilder } from './extract/text-builder.ts'
import { type SplitOptions, splitIntoPassages } from './split-into-passages.ts'

type Part = [kind: BlockKind | 'page', text: string, level?: number]

function document(parts: Part[], format: 'text' | 'pptx' = 'text') {
  const builder = new TextBuilder(10_000_000)
  for (const [kind, text, level] of parts) {
    if (kind === 'page') builder.page(Number(text))
    else if (kind === 'heading') builder.heading(level ?? 1, text)
    else builder.add(kind, text)
  }
  return { format, ...builder.build(undefined) }
}

const sentence = 'The quick brown fox jumps over the lazy dog near the river bank. '
const prose = (characters: number) =>
  `${sentence
    .repeat(Math.ceil(characters / sentence.length))
    .slice(0, characters - 1)
    .trim()}.`
const split = (parts: Part[], options?: SplitOptions) => splitIntoPassages(document(parts), options)

test('a passage never reaches over a heading of its own level', () => {
  const passages = split([
    ['heading', 'Leave', 1],
    ['paragraph', prose(300)],
    ['heading', 'Travel', 1],
    ['paragraph', prose(300)],
  ])
  assert.deepEqual(
    passages.map((passage) => passage.headingPath),
    [['Leave'], ['Travel']],
  )
  assert.ok(passages[1]!.text.startsWith('Travel\n\n'))
})

test('tiny sections stand together under their common heading', () => {
  const passages = split([
    ['heading', 'Contacts', 1],
    ...['Office', 'Canteen', 'Garage'].flatMap((name): Part[] => [
      ['heading', name, 2],
      ['paragraph', `${name}: call 4711.`],
    ]),
  ])
  assert.equal(passages.length, 1)
  assert.deepEqual(passages[0]!.headingPath, ['Contacts'])
})

test('a heading that only holds another one goes with it, and the path names both', () => {
  const passages = split([
    ['heading', 'Handbook', 1],
    ['heading', 'Leave', 2],
    ['paragraph', prose(700)],
  ])
  assert.equal(passages.length, 1)
  assert.deepEqual(passages[0]!.headingPath, ['Handbook', 'Leave'])
})

test('a long paragraph is cut between sentences', () => {
  const passages = split([['paragraph', prose(5_000)]])
  assert.ok(passages.length >= 4)
  for (const passage of passages) assert.match(passage.text, /^The .*\.$/s)
})

test('a paragraph a little over the target stays whole', () => {
  assert.equal(split([['paragraph', prose(1_400)]]).length, 1)
})

test('rows of a table are never cut', () => {
  const row = `Name: ${'cable '.repeat(40).trim()} · Price: 3. Euro`
  const passages = split(Array.from({ length: 20 }, (): Part => ['table-row', row]))
  for (const passage of passages) for (const line of passage.text.split('\n')) assert.equal(line, row)
})

test('text without any blank is cut at the maximum, never through a character', () => {
  const passages = split([['paragraph', '😀'.repeat(3_000)]], { maxCharacters: 1001 })
  assert.ok(passages.length >= 6)
  for (const passage of passages) assert.ok(passage.text.isWellFormed() && passage.text.length <= 1001)
})

test('a passage names the page it begins on, and slides are kept apart', () => {
  const parts: Part[] = [
    ['page', '1'],
    ['heading', 'One', 2],
    ['paragraph', 'Short.'],
    ['page', '2'],
    ['heading', 'Two', 2],
    ['paragraph', 'Short.'],
  ]
  assert.deepEqual(
    splitIntoPassages(document(parts, 'pptx')).map((passage) => passage.page),
    [1, 2],
  )
  assert.deepEqual(
    splitIntoPassages(document(parts)).map((passage) => passage.page),
    [1],
  )
  assert.deepEqual(
    split([['paragraph', 'No pages.']]).map((passage) => passage.page),
    [null],
  )
})

test('every passage has a language of its own, and tables that of the document', () => {
  const german = 'Die Beschäftigten haben Anspruch auf dreißig Tage Urlaub, und der wird nicht übertragen. '.repeat(5)
  const passages = split([
    ['heading', 'A'],
    ['paragraph', german.repeat(2)],
    ['heading', 'B'],
    ['paragraph', prose(400)],
    ['heading', 'C'],
    ['table-row', '4711 | 12,50 '.repeat(30)],
  ])
  assert.deepEqual(
    passages.map((passage) => passage.language),
    ['de', 'en', 'de'],
  )
})

const anyPart = fc.oneof(
  fc.tuple(fc.constant<'heading'>('heading'), fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 4 })),
  fc.tuple(
    fc.constantFrom<BlockKind>('paragraph', 'list-item', 'table-row', 'code', 'quote'),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.integer({ min: 20, max: 900 }).map(prose),
      fc.integer({ min: 1, max: 900 }).map((n) => '😀x'.repeat(n)),
    ),
  ),
  fc.tuple(fc.constant<'page'>('page'), fc.nat(50).map(String)),
)

test('passages are in order, do not overlap, keep to the maximum, and leave out nothing but white space', () => {
  const options = fc.constantFrom<SplitOptions>(
    {},
    { targetCharacters: 100, maxCharacters: 160, minCharacters: 30 },
    { targetCharacters: 5, maxCharacters: 7, minCharacters: 2 },
  )
  fc.assert(
    fc.property(fc.array(anyPart as fc.Arbitrary<Part>, { maxLength: 25 }), options, (parts, sizes) => {
      const source = document(parts)
      // Without blocks, as if a reader had found no structure, nothing may get lost either.
      for (const blocks of [source.blocks, []]) {
        let at = 0
        for (const [index, passage] of splitIntoPassages({ ...source, blocks }, sizes).entries()) {
          assert.equal(passage.position, index)
          assert.ok(passage.start >= at && passage.end > passage.start)
          assert.ok(passage.text.length <= (sizes.maxCharacters ?? 1600))
          assert.equal(passage.text, source.text.slice(passage.start, passage.end))
          assert.equal(source.text.slice(at, passage.start).trim(), '')
          assert.ok(passage.text.isWellFormed())
          at = passage.end
        }
        assert.equal(source.text.slice(at).trim(), '')
      }
    }),
    { numRuns: 60 },
  )
})
