import type { App } from '#platform/context'
import { viewUser } from './account.ts'
import { findAccountById } from './account-store.ts'
import type { FoundSession } from './session-cache.ts'
import { deleteSession, touchSession } from './session-store.ts'
import { createSignInLibrary, hashSessionToken, sessionCookieName } from './sign-in-library.ts'

const absoluteLimitMs = 90 * 24 * 3_600_000
const seenEveryMs = 60_000

/** Where somebody signs in from. */
export interface SignInFrom {
  readonly headers: Headers
  readonly address: string
}

export interface OpenedSession {
  /** For a bearer header; shown once, as only its hash is kept. */
  readonly token: string
  readonly sessionId: string
  readonly cookies: readonly string[]
}

/** How sessions are opened, found and left, whatever proved who somebody is. Nothing else of the library can be reached. */
export interface Sessions {
  readonly cookieName: string
  /** Whether cookies are for https only. */
  readonly isSecure: boolean
  openSession(userId: string, from: SignInFrom): Promise<OpenedSession>
  /** The session that a token opens, unless it is over or its account is disabled. */
  findSession(token: string): Promise<FoundSession | undefined>
  /** The cookies with which a browser forgets its session. */
  clearCookies(): Promise<readonly string[]>
}

export function createSessions(app: App, secret: string): Sessions {
  const isSecure = app.config.url?.startsWith('https:') === true
  const library = createSignInLibrary({ pool: app.database.pool, secret, isSecure, newId: app.newId })
  return {
    cookieName: sessionCookieName(isSecure),
    isSecure,
    async openSession(userId, { headers, address }) {
      const body = { userId, address, userAgent: (headers.get('user-agent') ?? '').slice(0, 500) }
      const opened = await library.api.openSession({ body, headers: new Headers(), returnHeaders: true })
      return { ...opened.response, cookies: opened.headers.getSetCookie() }
    },
    async findSession(token) {
      const headers = new Headers({ authorization: `Bearer ${hashSessionToken(token)}` })
      const found = await library.api.getSession({ headers })
      return found ? openFound(app, found.session) : undefined
    },
    async clearCookies() {
      const cleared = await library.api.clearSessionCookies({ headers: new Headers(), returnHeaders: true })
      return cleared.headers.getSetCookie()
    },
  }
}

interface LibrarySession {
  readonly id: string
  readonly userId: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly expiresAt: Date
}

async function openFound(app: App, session: LibrarySession): Promise<FoundSession | undefined> {
  const now = app.now()
  const { id, userId } = session
  return app.database.asSystem(async (db) => {
    const account = await findAccountById(db, userId)
    if (!account || account.disabledAt) return undefined
    if (endOfSession(session) <= now) {
      await deleteSession(db, { id, userId })
      return undefined
    }
    const unlessSince = new Date(now.getTime() - seenEveryMs)
    if (session.updatedAt < unlessSince) await touchSession(db, id, now, unlessSince)
    return { id, user: viewUser(account) }
  })
}

/** A session ends four weeks after it was last used, and ninety days after it was opened however much it is used. */
export const endOfSession = ({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date }): Date =>
  new Date(Math.min(expiresAt.getTime(), createdAt.getTime() + absoluteLimitMs))
