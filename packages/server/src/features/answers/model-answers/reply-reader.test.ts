import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ReplyReader } from './reply-reader.ts'

function read(pieces: readonly string[]) {
  const reader = new ReplyReader()
  const text = pieces.map((piece) => reader.write(piece)).join('') + reader.end()
  return { text, isNoAnswer: reader.isNoAnswer, followUps: reader.followUps }
}

test('questions behind the answer are no part of it', () => {
  const { text, followUps } = read([
    'Thirty days [1].\n\n<follow',
    '-ups>\n- How is leave asked for?\n2. Who grants it?\nNo question.\n',
  ])
  assert.equal(text, 'Thirty days [1].')
  assert.deepEqual(followUps, ['How is leave asked for?', 'Who grants it?'])
})

test('a model says that there is no answer', () => {
  assert.deepEqual(read(['NOT_IN', '_DOCUMENTS', ' sorry']), { text: '', isNoAnswer: true, followUps: [] })
  assert.equal(read(['NOT_IN_DOC']).text, 'NOT_IN_DOC')
  assert.equal(read(['NOTHING']).text, 'NOTHING')
})

test('suggested questions hold no links and no markup', () => {
  const { followUps } = read(['A. <follow-ups> See ![x](http://evil.example/a)?\n<img src=http://evil.example>What else?'])
  assert.doesNotMatch(followUps.join(' '), /http|<|\[/)
})

test('whatever the pieces, the same parts come out', () => {
  const bits = fc.constantFrom(
    'NOT_IN_DOCUMENTS',
    'NOT',
    '<',
    '<follow',
    '<follow-ups>',
    '-ups>',
    ' ',
    '\n',
    'Thirty days',
    'Who?',
    '<b>',
  )
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
      const whole = parts.join('')
      assert.deepEqual(read([...whole]), read([whole]))
      assert.deepEqual(read(parts), read([whole]))
    }),
    { numRuns: 2000 },
  )
})
