import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, verifyPassword } from './password-hash.ts'

test('a password fits its own hash only, and two hashes of it differ', async () => {
  const hash = await hashPassword('correct horse battery')
  assert.notEqual(hash, await hashPassword('correct horse battery'))
  assert.equal(await verifyPassword({ hash, password: 'correct horse battery' }), true)
  assert.equal(await verifyPassword({ hash, password: 'correct horse batterz' }), false)
})

test('the same word typed with another Unicode form is the same password', async () => {
  const hash = await hashPassword('Schl\u00fcssel-wort')
  assert.equal(await verifyPassword({ hash, password: 'Schlu\u0308ssel-wort' }), true)
})

test('a hash of an unknown kind fits nothing', async () => {
  assert.equal(await verifyPassword({ hash: 'plain', password: 'plain' }), false)
})
