import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './retry-delay.ts'

test('the wait doubles, is spread, and never exceeds ten minutes', () => {
  assert.deepEqual([retryDelayMs(1, 0), retryDelayMs(1, 1)], [1_000, 2_000])
  assert.deepEqual([retryDelayMs(4, 0), retryDelayMs(4, 1)], [8_000, 16_000])
  assert.equal(retryDelayMs(5_000, 1), 600_000)
})
