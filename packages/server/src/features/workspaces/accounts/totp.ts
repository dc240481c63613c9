import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

// RFC 6238 as every authenticator app does it: SHA-1, six digits, steps of thirty seconds.
const stepMs = 30_000
const digits = 6
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret of 160 bits, in the letters that apps and people take. */
export function makeTotpSecret(): string {
  return [...randomBytes(32)].map((byte) => base32[byte % 32]).join('')
}

/** The address that an authenticator app reads, mostly from a QR code. */
export function totpUri(secret: string, given: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(given.issuer)}:${encodeURIComponent(given.account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(given.issuer)}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`
}

/** The code of one time step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = hash[hash.length - 1]! & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

export const totpStep = (at: Date): number => Math.floor(at.getTime() / stepMs)

/** The time step that a code belongs to: this one, or its neighbours, as clocks differ. Undefined for any other code. */
export function findTotpStep(secret: string, code: string, at: Date): number | undefined {
  const step = totpStep(at)
  return [step, step - 1, step + 1].find((one) => isSame(totpCode(secret, one), code))
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
