import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateLimits, rateKeyOfAddress } from './rate-limits.ts'

test('a client over its allowance is told how long to wait, and others are not touched', async () => {
  const limits = new RateLimits(3)
  const route = { method: 'GET', path: '/a' }
  for (let request = 0; request < 3; request++) await limits.take('account 1', route)
  await assert.rejects(limits.take('account 1', route), { code: 'request/rate-limited' })
  await limits.take('account 2', route)
})

test('a route with a smaller allowance of its own is limited by that', async () => {
  const limits = new RateLimits(100)
  const route = { method: 'POST', path: '/sign-in', perMinute: 2 }
  await limits.take('address 1', route)
  await limits.take('address 1', route)
  await assert.rejects(limits.take('address 1', route), { code: 'request/rate-limited' })
  await limits.take('address 1', { method: 'GET', path: '/other' })
})

test('without an allowance nothing is counted', async () => {
  const limits = new RateLimits(0)
  for (let request = 0; request < 50; request++) await limits.take('account 1', { method: 'GET', path: '/', perMinute: 1 })
})

test('all addresses of one IPv6 network count as one', () => {
  assert.equal(rateKeyOfAddress('2001:db8:1:2::7'), rateKeyOfAddress('2001:db8:1:2:aaaa:bbbb:cccc:dddd'))
  assert.notEqual(rateKeyOfAddress('2001:db8:1:2::7'), rateKeyOfAddress('2001:db8:1:3::7'))
  assert.equal(rateKeyOfAddress('::1'), '0:0:0:0')
  assert.equal(rateKeyOfAddress('192.0.2.7'), '192.0.2.7')
})
