import { createHash, randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import { bearer } from 'better-auth/plugins/bearer'
import type { Pool } from 'pg'
import { z } from 'zod'

const weekSeconds = 7 * 24 * 3600
const daySeconds = 24 * 3600
const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** Under https no other host of the domain can set or overwrite the cookie. */
const cookiePrefix = (isSecure: boolean) => (isSecure ? '__Host-brain' : 'brain')
export const sessionCookieName = (isSecure: boolean) => `${cookiePrefix(isSecure)}.session_token`

/** What is kept of the token that opens a session. The token has 256 bits, so a plain hash will do. */
export const hashSessionToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * better-auth over our own tables: sessions, their cookies and their times. Its HTTP handler is not mounted, and it knows tokens by
 * their hashes only. Passwords, second factors and providers are ours.
 */
export function createSignInLibrary(given: { pool: Pool; secret: string; isSecure: boolean; newId: () => string }) {
  return betterAuth({
    appName: 'Brain AI',
    baseURL: given.isSecure ? 'https://localhost' : 'http://localhost',
    secret: given.secret,
    database: given.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    user: {
      modelName: 'users',
      fields: { ...times, emailVerified: 'email_verified' },
    },
    session: {
      modelName: 'sessions',
      fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
      expiresIn: 4 * weekSeconds,
      updateAge: daySeconds,
    },
    account: {
      modelName: 'accounts',
      fields: {
        ...times,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
    advanced: {
      cookiePrefix: cookiePrefix(given.isSecure),
      // With it the names would begin with __Secure-, which lets other hosts of the domain set the cookie.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: given.isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => given.newId() },
    },
    plugins: [bearer(), ownSessions],
  })
}

const NewSession = z.object({ userId: z.string(), address: z.string(), userAgent: z.string() })

/** Opens and closes sessions for whoever has been found to be who they say, by whatever means. */
const ownSessions = {
  id: 'own-sessions',
  endpoints: {
    openSession: createAuthEndpoint(
      '/own/open-session',
      { method: 'POST', body: NewSession, metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const { userId, address: ipAddress, userAgent } = ctx.body
        const token = randomBytes(32).toString('base64url')
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(userId)
        const kept = { token: hashSessionToken(token), ipAddress, userAgent }
        const session = user && (await internalAdapter.createSession(userId, false, kept, true))
        if (!session) throw new Error('A session cannot be opened for an account that is not there.')
        await setSessionCookie(ctx, { session: { ...session, token }, user })
        return { token, sessionId: session.id }
      },
    ),
    clearSessionCookies: createAuthEndpoint(
      '/own/clear-session-cookies',
      { method: 'POST', metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        deleteSessionCookie(ctx)
        return {}
      },
    ),
  },
}
