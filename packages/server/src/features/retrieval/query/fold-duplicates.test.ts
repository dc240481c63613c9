import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldDuplicates } from './fold-duplicates.ts'

const policy =
  'Every employee has thirty days of paid leave a year. Leave is asked for in the portal at least two weeks before it begins, and a manager answers within three days.'

const fold = (...texts: string[]) =>
  foldDuplicates(texts.map((text, id) => ({ id, text }))).map(({ passage, also }) => [passage.id, also.map(({ id }) => id)])

test('a passage that repeats a better one with another date goes under it', () => {
  assert.deepEqual(fold(policy, 'Hotels cost at most 120 euros.', `${policy} Changed in May.`), [
    [0, [2]],
    [1, []],
  ])
})

test('passages on the same matter with other words stay apart', () => {
  const other =
    'Unpaid leave of up to six months can be agreed on with the head of the department, who decides within a month and in writing, after asking the works council for its view.'
  assert.deepEqual(fold(policy, other), [
    [0, []],
    [1, []],
  ])
})

test('short passages fold only when they are equal', () => {
  assert.deepEqual(fold('Room 12', 'Room 13', 'room 12!'), [
    [0, [2]],
    [1, []],
  ])
})

test('whatever repeats a long passage with few words changed is folded, and whatever shares half of it is not', () => {
  const word = fc.stringMatching(/^[a-z]{4,9}$/)
  const text = fc.uniqueArray(word, { minLength: 90, maxLength: 140 })
  fc.assert(
    fc.property(text, fc.nat(80), fc.uniqueArray(word, { minLength: 90, maxLength: 90 }), (words, changedAt, others) => {
      const changed = words.map((each, i) => (i === changedAt ? 'CHANGED' : each))
      const half = words.map((each, i) => (i % 8 < 4 ? each : others[i % others.length]!))
      assert.deepEqual(fold(words.join(' '), half.join(' '), changed.join(', ')), [
        [0, [2]],
        [1, []],
      ])
    }),
  )
})
