import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { splitSentences } from './split-sentences.ts'

const split = (text: string, language = 'en') => splitSentences(text, language).map(({ start, end }) => text.slice(start, end))

const cases: [language: string, sentences: string[]][] = [
  ['en', ['Dr. Smith pays 3.14 euros, e.g. at https://example.com/a.b today.', 'Then he leaves.']],
  ['en', ['See No. 5 and Fig. 3 for more.', 'No.', 'Really?', '“Yes!” she said.', 'J. R. Doe left at 5 p.m. on Monday.']],
  ['en', ['It costs (about) 5 dollars.)', 'Wait … what?!', 'Yes.']],
  ['de', ['Am 3. Oktober gilt z. B. § 5 Abs. 2 nicht.', 'Es waren 30.', 'Danach kam Prof. Dr. Weber.']],
  ['de', ['Die 2. Auflage erschien im 19. Jahrhundert, vgl. S. 12 ff. dort.', 'Ende!']],
  ['fr', ['M. Dupont arrive.', 'Mme Petit part.']],
  ['ja', ['これは本です。', 'それはペンです。']],
]

for (const [language, sentences] of cases)
  test(`sentences end where a reader of "${language}" says so: ${sentences[0]}`, () => {
    assert.deepEqual(split(sentences.join(language === 'ja' ? '' : ' '), language), sentences)
  })

test('a wrapped line goes on, but list items, table rows and titles stand alone', () => {
  assert.deepEqual(
    split(
      'A line that is long enough to have been wrapped by a\nperson goes on.\n- one\n- two\n\nTitle\n\nName: A · Price: 3\nName: B · Price: 4',
    ),
    [
      'A line that is long enough to have been wrapped by a\nperson goes on.',
      '- one',
      '- two',
      'Title',
      'Name: A · Price: 3',
      'Name: B · Price: 4',
    ],
  )
})

test('numbers of a list belong to their items', () => {
  assert.deepEqual(split('1. Open the door.\n2. Close it.'), ['1. Open the door.', '2. Close it.'])
})

const anyProse = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '3',
      '.',
      '. ',
      '! ',
      '?',
      ' ',
      '\n',
      '\n\n',
      'z. B. ',
      'e.g. ',
      '"',
      ')',
      '- ',
      '…',
      '。',
      '😀',
      '\u00a0',
      'é',
    ),
  )
  .map((parts) => parts.join(''))

test('every letter lies in exactly one sentence, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyProse, fc.string({ unit: 'binary', maxLength: 300 })),
      fc.constantFrom('en', 'de', 'xx'),
      (text, language) => {
        let at = 0
        for (const { start, end } of splitSentences(text, language)) {
          assert.ok(start >= at && end > start)
          assert.equal(text.slice(at, start).trim(), '')
          assert.equal(text.slice(start, end).trim(), text.slice(start, end))
          at = end
        }
        assert.equal(text.slice(at).trim(), '')
      },
    ),
    { numRuns: 300 },
  )
})

test('a million dots or blanks take linear time', () => {
  for (const text of [
    '. '.repeat(500_000),
    '.'.repeat(1_000_000),
    `${' '.repeat(1_000_000)}x`,
    'e.g. '.repeat(200_000),
    'a\n'.repeat(500_000),
  ]) {
    const startedAt = performance.now()
    splitSentences(text, 'de')
    assert.ok(performance.now() - startedAt < 5_000)
  }
})
