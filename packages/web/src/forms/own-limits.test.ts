import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plans } from '@brain-ai/contract'
import { readLimits, writeLimits } from './own-limits.ts'

test('what is set beside the plan comes back as it was', () => {
  const own = { documents: 12, storage: 2_500_000_000, queries: null }
  assert.deepEqual(writeLimits(readLimits(own, plans.free)), { own, wrong: [] })
})

test('what follows the plan is not set, and offers the number of the plan', () => {
  const fields = readLimits({}, plans.free)
  assert.deepEqual(fields.storage, { source: 'plan', text: '1' })
  assert.deepEqual(writeLimits(fields), { own: {}, wrong: [] })
})

test('a limit that is no whole number is told by its metric', () => {
  const fields = readLimits({}, plans.free)
  fields.documents = { source: 'own', text: 'many' }
  fields.users = { source: 'own', text: '' }
  fields.agents = { source: 'own', text: '2.5' }
  fields.storage = { source: 'own', text: '0,5' }
  fields.tokens = { source: 'own', text: '0' }
  assert.deepEqual(writeLimits(fields), { own: { storage: 500_000_000, tokens: 0 }, wrong: ['documents', 'agents', 'users'] })
})
