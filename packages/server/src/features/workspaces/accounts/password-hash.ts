import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const hashBytes = 32

/** Hashes a password with argon2id; gives a PHC string that carries its own parameters. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: hashBytes, ...cost })
  return formatHash(nonce, hash)
}

/** Whether a password belongs to a hash, in time that does not depend on where they differ. */
export async function verifyPassword(given: { hash: string; password: string }): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(given.hash)
  if (!match) return false
  const [, memory, passes, parallelism, nonce, hash] = match
  const expected = Buffer.from(hash!, 'base64')
  const actual = await derive('argon2id', {
    message: given.password.normalize('NFKC'),
    nonce: Buffer.from(nonce!, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(actual, expected)
}

const formatHash = (nonce: Uint8Array, hash: Uint8Array) =>
  `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(hash)}`

const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** Fits no password, and takes as long to find that out as any other: for accounts that are not there. */
export const hashOfNothing = formatHash(Buffer.alloc(16), Buffer.alloc(hashBytes))
