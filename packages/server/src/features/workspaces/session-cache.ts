import { createHash } from 'node:crypto'
import type { Session, SignedInUser } from '#platform/http'

const maxAgeMs = 5_000
const maxEntries = 5_000
const cookiePattern = /(?:^|;\s*)(?:__Secure-)?brain\.session_token=([^;]+)/

/** Remembers for a few seconds whose session a token is: looking one up costs ten times what the rest of a request does. */
export class SessionCache {
  readonly #entries = new Map<string, { user: SignedInUser | undefined; until: number }>()
  readonly #lookUp: (headers: Headers) => Promise<SignedInUser | undefined>
  readonly #now: () => number

  constructor(lookUp: (headers: Headers) => Promise<SignedInUser | undefined>, now: () => number) {
    this.#lookUp = lookUp
    this.#now = now
  }

  /** The session that the headers carry. A bearer token wins over a cookie. */
  async find(headers: Headers): Promise<Session | undefined> {
    const bearer = /^bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    const token = bearer ?? cookiePattern.exec(headers.get('cookie') ?? '')?.[1]
    if (!token) return undefined
    const key = createHash('sha256').update(token).digest('base64')
    const known = this.#entries.get(key)
    const user = known && known.until > this.#now() ? known.user : await this.#remember(key, headers)
    return user && { user, isCookie: bearer === undefined }
  }

  /** Forgets every session of one user: after signing out, or when the password or the name changed. */
  forgetUser(userId: string): void {
    for (const [key, entry] of this.#entries) if (entry.user?.id === userId) this.#entries.delete(key)
  }

  async #remember(key: string, headers: Headers): Promise<SignedInUser | undefined> {
    const user = await this.#lookUp(headers)
    if (this.#entries.size >= maxEntries) this.#entries.clear()
    this.#entries.set(key, { user, until: this.#now() + maxAgeMs })
    return user
  }
}
