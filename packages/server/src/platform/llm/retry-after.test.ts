import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRetryAfter } from './retry-after.ts'

const now = new Date('2026-03-01T12:00:00Z')
const read = (headers: Record<string, string>) => readRetryAfter(headers, now)

test('a wait is read from milliseconds, from seconds and from a date', () => {
  assert.equal(read({ 'retry-after-ms': '1500' }), 1500)
  assert.equal(read({ 'retry-after': '2' }), 2000)
  assert.equal(read({ 'retry-after': '0.5' }), 500)
  assert.equal(read({ 'retry-after': 'Sun, 01 Mar 2026 12:00:07 GMT' }), 7000)
})

test('milliseconds are more exact than seconds, so they win', () => {
  assert.equal(read({ 'retry-after-ms': '250', 'retry-after': '1' }), 250)
})

test('a date that is past means at once, and what cannot be read says nothing', () => {
  assert.equal(read({ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }), 0)
  for (const nonsense of ['soon', '', '-', 'NaN']) assert.equal(read({ 'retry-after': nonsense }), undefined, nonsense)
  assert.equal(read({}), undefined)
})
