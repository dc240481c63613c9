import type { Session, SignedInUser } from '#platform/http'
import { hashSessionToken } from './sign-in-library.ts'

/** Also how long a session that ended elsewhere lives on where the notification of it was lost. */
const maxAgeMs = 1_000
const maxEntries = 5_000

export interface FoundSession {
  readonly id: string
  readonly user: SignedInUser
}

/** Remembers for a second whose session a token is: looking one up costs ten times what the rest of a request does. */
export class SessionCache {
  // Promises, so that a look-up that was begun before a session ended is not remembered after it.
  readonly #entries = new Map<string, { found: Promise<FoundSession | undefined>; userId?: string; until: number }>()
  readonly #lookUp: (token: string) => Promise<FoundSession | undefined>
  readonly #cookieName: string
  readonly #now: () => number

  constructor(given: {
    lookUp: (token: string) => Promise<FoundSession | undefined>
    cookieName: string
    now: () => number
  }) {
    this.#lookUp = given.lookUp
    this.#cookieName = given.cookieName
    this.#now = given.now
  }

  /** The session that the headers carry. A bearer token wins over a cookie. */
  async find(headers: Headers): Promise<Session | undefined> {
    const bearer = /^bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    const token = withoutSignature(bearer ?? findCookie(headers, this.#cookieName))
    if (!token) return undefined
    const found = await this.#find(token)
    return found && { ...found, isCookie: bearer === undefined }
  }

  /** Forgets every session of one user: after signing out, or when the password or the name changed. */
  forgetUser(userId: string): void {
    // Whose a session is that is being looked up just now is not known yet.
    for (const [key, entry] of this.#entries) if (entry.userId === userId || entry.userId === undefined) this.#entries.delete(key)
  }

  #find(token: string): Promise<FoundSession | undefined> {
    const key = hashSessionToken(token)
    const known = this.#entries.get(key)
    if (known && known.until > this.#now()) return known.found
    if (this.#entries.size >= maxEntries) this.#entries.clear()
    const found = this.#lookUp(token)
    const entry: { found: typeof found; userId?: string; until: number } = { found, until: this.#now() + maxAgeMs }
    this.#entries.set(key, entry)
    found.then(
      (session) => {
        if (session) entry.userId = session.user.id
      },
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    )
    return found
  }
}

/** The value of a cookie by its exact name. */
export function findCookie(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.split('=')
    if (key?.trim() === name) return decode(value.join('=').trim())
  }
  return undefined
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

// The library signs what stands in the cookie. The token is random and looked up by its hash, so nothing rests on the signature.
const withoutSignature = (value: string | undefined): string | undefined => value?.split('.')[0]
