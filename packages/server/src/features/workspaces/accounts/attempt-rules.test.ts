import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Attempts, ruleOfAccount, ruleOfAddress, waitEnd, withFailure, withoutFailure } from './attempt-rules.ts'

const start = new Date('2026-03-01T12:00:00Z')
const none: Attempts = { failures: 0, blockedUntil: start, countedFrom: start }
const waits = (count: number, rule = ruleOfAccount) => {
  let attempts = none
  return Array.from({ length: count }, () => {
    attempts = withFailure(attempts, rule, start)
    return (attempts.blockedUntil.getTime() - start.getTime()) / 1000
  })
}

test('the fifth wrong password of an account begins to wait, and each further one doubles the wait up to a quarter of an hour', () => {
  assert.deepEqual(waits(8), [0, 0, 0, 0, 1, 2, 4, 8])
  assert.deepEqual(waits(16).slice(-3), [512, 900, 900])
})

test('an address may fail thirty times before it waits', () => {
  assert.equal(waits(29, ruleOfAddress).at(-1), 0)
  assert.deepEqual(waits(31, ruleOfAddress).slice(-2), [1, 2])
})

test('failures are forgotten one by one, so that who waited once does not wait for ever', () => {
  const locked: Attempts = { failures: 15, blockedUntil: start, countedFrom: start }
  const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
  assert.equal(withFailure(locked, ruleOfAccount, after(14)).failures, 16)
  assert.equal(withFailure(locked, ruleOfAccount, after(60)).failures, 12)
  assert.equal(withFailure(locked, ruleOfAccount, after(24 * 60)).failures, 1)
})

test('failures are forgotten while others sign in from the same address all the time', () => {
  let attempts: Attempts = { failures: 20, blockedUntil: start, countedFrom: start }
  for (let minute = 1; minute <= 40; minute++) {
    const now = new Date(start.getTime() + minute * 60_000)
    attempts = withoutFailure(withFailure(attempts, ruleOfAddress, now), now)
  }
  assert.equal(attempts.failures, 0)
})

test('an attempt that was no failure leaves neither count nor wait', () => {
  const blocked = withFailure({ ...none, failures: 4 }, ruleOfAccount, start)
  assert.ok(blocked.blockedUntil > start)
  assert.deepEqual(withoutFailure(blocked, start), { failures: 4, blockedUntil: start, countedFrom: start })
})

test('who signs in at the same moment as others at the same address does not wait for them', () => {
  const later = new Date(start.getTime() + 5)
  const ofOthers = withoutFailure(withFailure(withFailure(none, ruleOfAddress, later), ruleOfAddress, later), later)
  assert.ok(waitEnd(ofOthers, ruleOfAddress) <= start.getTime())
  assert.ok(waitEnd(withFailure({ ...none, failures: 29 }, ruleOfAddress, start), ruleOfAddress) > start.getTime())
})
