import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 43 // 62^43 > 2^256
const checksumLength = 6 // 62^6 > 2^32
const shape = /^brain_([0-9a-f]{32})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

/** Every API key begins with it, so that a key is told from a session token, and by scanners from other text. */
export const keyPrefix = 'brain_'

export interface MadeKey {
  readonly id: string
  /** Given to the member once. */
  readonly key: string
  /** The first characters of the key, to tell it by. */
  readonly prefix: string
  readonly secretHash: Buffer
}

/**
 * Makes an API key: `brain_<id>_<secret><checksum>`. The id is random as well: the first characters of one that carries the time
 * would be the same for all keys of an hour.
 */
export function makeKey(id: string = randomUUID(), secretBytes: Uint8Array = randomBytes(32)): MadeKey {
  const plainId = id.replaceAll('-', '')
  const secret = toBase62(BigInt(`0x${Buffer.from(secretBytes).toString('hex')}`), secretLength)
  const body = `${keyPrefix}${plainId}_${secret}`
  return { id, key: body + checksumOf(body), prefix: `${keyPrefix}${plainId.slice(0, 8)}`, secretHash: hashSecret(secret) }
}

/** The id and the hash of the secret; undefined for what is no key or has a typing error, told without any look-up. */
export function readKey(key: string): { id: string; secretHash: Buffer } | undefined {
  const [, id, secret, checksum] = shape.exec(key) ?? []
  if (id === undefined || secret === undefined) return undefined
  if (checksumOf(key.slice(0, -checksumLength)) !== checksum) return undefined
  return { id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secretHash: hashSecret(secret) }
}

/** In time that does not depend on where they differ. */
export const isSameSecret = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other)

// 256 random bits need no slow hash.
const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const checksumOf = (body: string): string => toBase62(BigInt(crc32(body)), checksumLength)

function toBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = alphabet[Number(rest % 62n)] + text
  return text
}
