import { createHash } from 'node:crypto'
import type { Session, SignedInUser } from '#platform/http'

const maxAgeMs = 5_000
const maxEntries = 5_000
const cookiePattern = /(?:^|;\s*)(?:__Secure-)?brain\.session_token=([^;]+)/

export interface FoundSession {
  readonly id: string
  readonly user: SignedInUser
}

/** Remembers for a few seconds whose session a token is: looking one up costs ten times what the rest of a request does. */
export class SessionCache {
  readonly #entries = new Map<string, { found: FoundSession | undefined; until: number }>()
  readonly #lookUp: (headers: Headers) => Promise<FoundSession | undefined>
  readonly #now: () => number

  constructor(lookUp: (headers: Headers) => Promise<FoundSession | undefined>, now: () => number) {
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
    const found = known && known.until > this.#now() ? known.found : await this.#remember(key, headers)
    return found && { ...found, isCookie: bearer === undefined }
  }

  /** Forgets every session of one user: after signing out, or when the password or the name changed. */
  forgetUser(userId: string): void {
    for (const [key, entry] of this.#entries) if (entry.found?.user.id === userId) this.#entries.delete(key)
  }

  async #remember(key: string, headers: Headers): Promise<FoundSession | undefined> {
    const found = await this.#lookUp(headers)
    if (this.#entries.size >= maxEntries) this.#entries.clear()
    this.#entries.set(key, { found, until: this.#now() + maxAgeMs })
    return found
  }
}
