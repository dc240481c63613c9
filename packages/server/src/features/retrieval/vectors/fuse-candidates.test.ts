import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuseCandidates } from './fuse-candidates.ts'

const passages = [
  { ordinal: 1, score: 0.8 },
  { ordinal: 2, score: 0.4 },
  { ordinal: 3, score: 0 },
]
const cosines = new Map([
  [2, 0.5],
  [3, 0.9],
  [4, 0.1],
])
const scoresOf = (weight: number) =>
  Object.fromEntries(fuseCandidates(passages, cosines, weight).map(({ ordinal, score }) => [ordinal, Number(score.toFixed(6))]))

test('both scores are brought to 0 to 1 and mixed by the weight; who is not near counts as the farthest', () => {
  assert.deepEqual(scoresOf(0.5), { 1: 0.5, 2: 0.25 + 0.25, 3: 0.5 })
  assert.deepEqual(scoresOf(0.25), { 1: 0.75, 2: 0.375 + 0.125, 3: 0.25 })
})

test('a weight of 0 keeps the order of words, and one of 1 that of vectors', () => {
  const order = (weight: number) => fuseCandidates(passages, cosines, weight).map(({ ordinal }) => ordinal)
  assert.deepEqual(order(0), [1, 2, 3])
  assert.deepEqual(order(1), [3, 2, 1])
})

test('equal scores keep the order of the passages', () => {
  const equal = fuseCandidates(
    [
      { ordinal: 9, score: 1 },
      { ordinal: 4, score: 1 },
    ],
    new Map(),
    0.5,
  )
  assert.deepEqual(
    equal.map(({ ordinal }) => ordinal),
    [4, 9],
  )
})

test('a passage that alone is near is as near as there is', () => {
  assert.deepEqual(fuseCandidates([{ ordinal: 1, score: 0 }], new Map([[1, 0.2]]), 0.5), [{ ordinal: 1, score: 0.5 }])
})
