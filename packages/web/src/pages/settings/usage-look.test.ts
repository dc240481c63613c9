import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookOfUsage, usedShare } from './usage-look.ts'

test('usage warns from four fifths of the limit on, and says when it is full', () => {
  assert.equal(lookOfUsage({ used: 79, limit: 100 }), 'plain')
  assert.equal(lookOfUsage({ used: 80, limit: 100 }), 'busy')
  assert.equal(lookOfUsage({ used: 100, limit: 100 }), 'bad')
  assert.equal(lookOfUsage({ used: 120, limit: 100 }), 'bad')
})

test('without a limit nothing is ever full, and a limit of nothing always is', () => {
  assert.equal(usedShare({ used: 1_000_000, limit: null }), undefined)
  assert.equal(lookOfUsage({ used: 1_000_000, limit: null }), 'plain')
  assert.equal(lookOfUsage({ used: 0, limit: 0 }), 'bad')
})
