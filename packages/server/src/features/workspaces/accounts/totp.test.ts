import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTotpStep, makeTotpSecret, totpCode, totpStep, totpUri } from './totp.ts'

// RFC 6238, appendix B, SHA-1: the secret is "12345678901234567890", the codes are cut to six digits.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]

test('codes are those of RFC 6238', () => {
  for (const [seconds, code] of vectors) assert.equal(totpCode(secret, totpStep(new Date(seconds * 1000))), code)
})

test('a code is taken half a minute early or late, and no more', () => {
  const at = new Date('2026-03-01T12:00:00Z')
  const step = totpStep(at)
  for (const offset of [-1, 0, 1]) assert.equal(findTotpStep(secret, totpCode(secret, step + offset), at), step + offset)
  for (const offset of [-2, 2]) assert.equal(findTotpStep(secret, totpCode(secret, step + offset), at), undefined)
  for (const wrong of ['', '12345', '1234567', 'abcdef', '00000٣']) assert.equal(findTotpStep(secret, wrong, at), undefined)
})

test('a secret has 160 bits in base 32, and its address names who and what', () => {
  const made = makeTotpSecret()
  assert.match(made, /^[A-Z2-7]{32}$/)
  assert.notEqual(made, makeTotpSecret())
  assert.equal(
    totpUri(secret, { issuer: 'Brain AI', account: 'ann@example.com' }),
    `otpauth://totp/Brain%20AI:ann%40example.com?secret=${secret}&issuer=Brain%20AI&algorithm=SHA1&digits=6&period=30`,
  )
})
