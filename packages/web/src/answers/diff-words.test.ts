import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffWords } from './diff-words.ts'

test('the same text has no differences', () => {
  assert.deepEqual(diffWords('Thirty days.', 'Thirty days.'), [{ kind: 'same', text: 'Thirty days.' }])
  assert.deepEqual(diffWords('', ''), [])
})

test('words that changed are told, and those around them stay', () => {
  assert.deepEqual(diffWords('One has thirty days off.', 'One has forty days off now.'), [
    { kind: 'same', text: 'One has ' },
    { kind: 'removed', text: 'thirty' },
    { kind: 'added', text: 'forty' },
    { kind: 'same', text: ' days ' },
    { kind: 'removed', text: 'off.' },
    { kind: 'added', text: 'off now.' },
  ])
})

test('both texts can be read from the difference', () => {
  const [before, after] = ['a b c d e a b', 'b c x d a b e']
  const pieces = diffWords(before, after)
  const without = (kind: string) =>
    pieces
      .filter((piece) => piece.kind !== kind)
      .map(({ text }) => text)
      .join('')
  assert.equal(without('added'), before)
  assert.equal(without('removed'), after)
})

test('texts too long to compare word by word are compared as a whole', () => {
  const long = 'word '.repeat(3000)
  assert.deepEqual(
    diffWords(long, `${long}.`).map(({ kind }) => kind),
    ['removed', 'added'],
  )
})
