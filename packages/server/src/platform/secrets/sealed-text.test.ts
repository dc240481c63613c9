import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deriveKey, openSealed, sealText } from './sealed-text.ts'

const key = deriveKey('a secret of the installation', 'tests')

test('a sealed text is opened by the same key for the same owner, and looks different each time', () => {
  const sealed = sealText(key, 'JBSWY3DPEHPK3PXP', 'user-1')
  assert.equal(openSealed(key, sealed, 'user-1'), 'JBSWY3DPEHPK3PXP')
  assert.notEqual(sealText(key, 'JBSWY3DPEHPK3PXP', 'user-1'), sealed)
  assert.doesNotMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /JBSW/)
})

test('a sealed text opens nothing in the row of somebody else, with another key, or after a change', () => {
  const sealed = sealText(key, 'text', 'user-1')
  assert.equal(openSealed(key, sealed, 'user-2'), undefined)
  assert.equal(openSealed(deriveKey('a secret of the installation', 'something else'), sealed, 'user-1'), undefined)
  const changed = Buffer.from(sealed, 'base64url')
  changed[changed.length - 1]! ^= 1
  assert.equal(openSealed(key, changed.toString('base64url'), 'user-1'), undefined)
  for (const nonsense of ['', 'x', 'plain text', 'a'.repeat(100)]) assert.equal(openSealed(key, nonsense, 'user-1'), undefined)
})
