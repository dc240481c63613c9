import { createHash, randomBytes } from 'node:crypto'

/** A new token and what is kept of it. With 256 random bits a plain hash keeps it as well as a slow one. */
export function makeToken(): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
