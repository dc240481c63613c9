import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean, measureRanking, testPairs } from './ranking-measures.ts'

const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`)

test('nDCG@10 is that of a small ranking worked out by hand', () => {
  // Relevance 3, 0, 1 at the ranks 1 to 3; the best order would be 3, 2, 1.
  const { ndcg10 } = measureRanking(
    ['a', 'x', 'c'],
    new Map([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ]),
  )
  close(ndcg10, (3 + 1 / 2) / (3 + 2 / Math.log2(3) + 1 / 2))
  close(ndcg10, 0.7350069851)
})

test('a perfect ranking has 1 everywhere, and one without a hit 0', () => {
  const judgements = new Map([
    ['a', 2],
    ['b', 1],
  ])
  assert.deepEqual(measureRanking(['a', 'b'], judgements), { ndcg10: 1, recall10: 1, recall100: 1, mrr10: 1, firstHit: 1 })
  assert.deepEqual(measureRanking(['x', 'y'], judgements), { ndcg10: 0, recall10: 0, recall100: 0, mrr10: 0, firstHit: null })
  assert.deepEqual(measureRanking([], judgements), { ndcg10: 0, recall10: 0, recall100: 0, mrr10: 0, firstHit: null })
})

test('what stands behind the tenth place counts for recall@100 alone', () => {
  const ranked = [...Array.from({ length: 10 }, (_, i) => `x${i}`), 'a']
  assert.deepEqual(
    measureRanking(
      ranked,
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    ),
    {
      ndcg10: 0,
      recall10: 0,
      recall100: 0.5,
      mrr10: 0,
      firstHit: 11,
    },
  )
})

test('two settings that rank alike differ by chance only: p is 1', () => {
  const values = [0.2, 0.9, 1, 0, 0.5]
  assert.equal(testPairs(values, values), 1)
  assert.equal(testPairs([], []), 1)
})

test('p of a few questions is that of all choices of signs', () => {
  // All ten differ by the same and to the same side: 2 of the 1,024 choices are as extreme.
  const p = testPairs(new Array(10).fill(0.4), new Array(10).fill(0.5))
  assert.ok(Math.abs(p - 2 / 1024) < 0.002, `${p}`)
  // As much for as against: no choice is less extreme.
  assert.equal(testPairs([0, 1], [1, 0]), 1)
  // 0.3, 0.2, -0.1: of the eight sums four (±0.6, ±0.4) are at least 0.4 away from 0.
  const mixed = testPairs([0, 0, 0.1], [0.3, 0.2, 0])
  assert.ok(Math.abs(mixed - 0.5) < 0.02, `${mixed}`)
})

test('p is the same whichever of the two comes first, and at each repetition', () => {
  const a = Array.from({ length: 40 }, (_, i) => ((i * 7919) % 100) / 100)
  const b = Array.from({ length: 40 }, (_, i) => ((i * 104729) % 100) / 100)
  assert.equal(testPairs(a, b), testPairs(a, b))
  assert.equal(testPairs(a, b), testPairs(b, a))
})

test('the mean of nothing is 0', () => {
  assert.equal(mean([]), 0)
  assert.equal(mean([1, 2, 3]), 2)
})
