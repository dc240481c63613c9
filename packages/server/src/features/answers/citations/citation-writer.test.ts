import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SafeMarkdown } from '../model-answers/safe-markdown.ts'
import { CitationWriter, lastSentence } from './citation-writer.ts'

const passage = (n: string) => ({
  passageId: `p${n}`,
  documentId: `d${n}`,
  title: `Title ${n}`,
  headingPath: [],
  page: null,
  start: 0,
  end: 1,
  quote: 'q',
  isSupported: true,
})

/** Everything that comes out of an answer that is written in these pieces. */
function write(pieces: readonly string[]) {
  const markdown = new SafeMarkdown()
  const writer = new CitationWriter((n) => (Number(n) >= 1 && Number(n) <= 4 ? passage(n) : undefined))
  const steps = [...pieces.map((piece) => markdown.write(piece)), markdown.end()].flatMap((each) => writer.write(each))
  return {
    text: steps.map((step) => (step.name === 'text-delta' ? step.text : '')).join(''),
    cited: writer.citations.map(({ number, passageId }) => `${number}=${passageId}`),
    invented: writer.invented,
    removed: [...markdown.removed].sort(),
    steps,
  }
}

test('numbers are given in the order in which passages are first cited', () => {
  const { text, cited } = write(['Thirty days [3]. In writing [1, 3]. Also [2]-[4].'])
  assert.equal(text, 'Thirty days [1]. In writing [2][1]. Also [3]-[4].')
  assert.deepEqual(cited, ['1=p3', '2=p1', '3=p2', '4=p4'])
})

test('a number that no passage has is taken out with the space before it, and remembered', () => {
  const { text, invented } = write(['Thirty days [9]. Written [1, 7] notice [0].'])
  assert.equal(text, 'Thirty days. Written [1] notice.')
  assert.deepEqual(invented, ['9', '7', '0'])
})

test('a citation comes before the text that carries its number', () => {
  const { steps } = write(['One [2] two ', '[2', '] three [1]'])
  const seen = new Set<number>()
  for (const step of steps) {
    if (step.name === 'citation') seen.add(step.citation.number)
    else for (const [, n] of step.text.matchAll(/\[(\d+)\]/g)) assert.ok(seen.has(Number(n)))
  }
  assert.deepEqual([...seen], [1, 2])
})

test('a range of numbers is each of them', () => {
  assert.equal(write(['All of it [1-3].']).text, 'All of it [1][2][3].')
})

test('the last sentence is what stands before the number', () => {
  assert.equal(lastSentence('One. Two [1]. Three'), 'Three')
  assert.equal(lastSentence('One [1]. Two.'), 'Two.')
  assert.equal(lastSentence('One. [1] Two. [2][3] '), 'Two.')
  assert.equal(lastSentence('- One\n- Two'), '- Two')
})

const fragments = fc.constantFrom(
  ...[
    'Thirty days ',
    ' [1]',
    '[2, 3]',
    '[9]',
    '[',
    ']',
    '(',
    ')',
    '!',
    '\n',
    '\n\n',
    '`',
    '``',
    '```',
    '~~~',
    '~',
    '<',
    '>',
    '\\',
    '|',
    ' ',
    '  ',
  ],
  ...[
    '![x](http://evil.example/a?b=c)',
    '[x](javascript:alert(1))',
    '<img src=x>',
    '<b>',
    '</b>',
    '<!-- ',
    '-->',
    'https://a.example/x',
  ],
  ...[
    '[x]: http://evil.example',
    '[x][y]',
    ':',
    '\u200b',
    '\u{1F600}',
    '\u{E0041}',
    '\r',
    '\r\n',
    'data:',
    '[^1]',
    '- ',
    '> ',
    '    ',
    '1. ',
    'mailto:a@b.example',
  ],
)

test('whatever the pieces in which an answer comes, the same comes out', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 25 }), fc.array(fc.nat(40), { maxLength: 30 }), (parts, cuts) => {
      const whole = parts.join('')
      const pieces: string[] = []
      let at = 0
      for (const cut of cuts) {
        pieces.push(whole.slice(at, at + cut))
        at += cut
      }
      pieces.push(whole.slice(at))
      const { steps: _, ...once } = write([whole])
      const { steps: __, ...inPieces } = write(pieces)
      const { steps: ___, ...inUnits } = write([...whole].flatMap((character) => character.split('')))
      assert.deepEqual(inPieces, once)
      assert.deepEqual(inUnits, once)
    }),
    { numRuns: 3000 },
  )
})
