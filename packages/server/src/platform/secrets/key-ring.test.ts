import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyRing } from './key-ring.ts'

const before = new KeyRing(['the first secret'], 'tests')
const after = new KeyRing(['the second secret', 'the first secret'], 'tests')

test('what was sealed before the secret changed is still opened, and sealed anew with the new one', () => {
  const sealed = before.seal('sk-canary', 'row 1')
  assert.equal(after.open(sealed, 'row 1'), 'sk-canary')
  assert.notEqual(after.currentId, sealed.keyId)
  assert.equal(after.seal('sk-canary', 'row 1').keyId, after.currentId)
})

test('once the old secret is gone nothing of it opens, and one can tell by the name of the key', () => {
  const sealed = before.seal('sk-canary', 'row 1')
  const without = new KeyRing(['the second secret'], 'tests')
  assert.equal(without.open(sealed, 'row 1'), undefined)
  assert.equal(without.knows(sealed.keyId), false)
  assert.equal(after.knows(sealed.keyId), true)
})

test('a sealed text that was moved to another row does not open there', () => {
  assert.equal(before.open(before.seal('sk-canary', 'row 1'), 'row 2'), undefined)
})

test('the name of a key says nothing of the secret, and differs by purpose', () => {
  const other = new KeyRing(['the first secret'], 'something else')
  assert.match(before.currentId, /^[0-9a-f]{12}$/)
  assert.notEqual(other.currentId, before.currentId)
})
