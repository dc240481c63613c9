import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toUnitVectors } from './unit-vectors.ts'

test('vectors are brought to unit length', () => {
  const [vector] = toUnitVectors([[3, 4]], 1)
  assert.ok(Math.abs(vector![0]! - 0.6) < 1e-6 && Math.abs(vector![1]! - 0.8) < 1e-6)
})

test('vectors that are missing, of several lengths or of no length are no answer', () => {
  const malformed = { kind: 'malformed' }
  assert.throws(() => toUnitVectors([[1, 2]], 2), malformed)
  assert.throws(() => toUnitVectors([[1, 2], [1]], 2), malformed)
  assert.throws(() => toUnitVectors([[1, 2]], 1, 3), malformed)
  for (const vector of [[0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1], []])
    assert.throws(() => toUnitVectors([vector], 1), malformed)
})
