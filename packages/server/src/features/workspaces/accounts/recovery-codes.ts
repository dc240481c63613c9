import { createHmac, randomBytes } from 'node:crypto'

// Without i, l, o and u, which are mistaken for others when they are read from paper.
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const count = 10
const half = 5

/** Codes of 50 bits, as `4t7yx-9dkq2`. */
export const makeRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => {
    const code = [...randomBytes(2 * half)].map((byte) => letters[byte % letters.length]).join('')
    return `${code.slice(0, half)}-${code.slice(half)}`
  })

/** What is kept of a code: it can be checked only with the key, so that the rows alone cannot be guessed from. */
export const hashRecoveryCode = (key: Buffer, userId: string, code: string): string =>
  createHmac('sha256', key)
    .update(`${userId} ${plainCode(code)}`)
    .digest('base64')

/** A code as it was typed, in one form. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]+/g, '').toLowerCase()
