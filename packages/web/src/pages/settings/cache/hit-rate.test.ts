import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hitRate } from './hit-rate.ts'

test('the hit rate is what was there of all that was looked for', () => {
  assert.equal(hitRate({ hits: 3, misses: 1 }), 0.75)
  assert.equal(hitRate({ hits: 0, misses: 4 }), 0)
})

test('while nothing was looked for there is no hit rate, rather than one of 0', () => {
  assert.equal(hitRate({ hits: 0, misses: 0 }), undefined)
})
