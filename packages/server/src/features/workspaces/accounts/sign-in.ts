import { BrainError } from '@brain-ai/contract'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { bearer } from 'better-auth/plugins/bearer'
import type { Pool } from 'pg'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { FoundSession } from './session-cache.ts'

const weekSeconds = 7 * 24 * 3600
const daySeconds = 24 * 3600
const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

export type SignIn = ReturnType<typeof createSignIn>

/**
 * Password sign-in and sessions, by better-auth over our own tables. Only what is returned here can be reached: its own
 * HTTP handler is not mounted.
 */
export function createSignIn(given: { pool: Pool; secret: string; url: string; newId: () => string }) {
  const auth = betterAuth({
    appName: 'Brain AI',
    baseURL: given.url,
    secret: given.secret,
    database: given.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 256,
      requireEmailVerification: false,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      modelName: 'users',
      fields: { ...times, emailVerified: 'email_verified' },
      additionalFields: {
        language: { type: 'string', required: false, input: false },
        isOperator: { type: 'boolean', required: false, input: false, fieldName: 'is_operator' },
        twoFactorEnabled: { type: 'boolean', required: false, input: false, fieldName: 'two_factor_enabled' },
      },
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
      cookiePrefix: 'brain',
      useSecureCookies: given.url.startsWith('https:'),
      database: { generateId: () => given.newId() },
    },
    plugins: [bearer()],
  })

  const findSession = async (headers: Headers): Promise<FoundSession | undefined> => {
    const found = await auth.api.getSession({ headers })
    if (!found) return undefined
    const { id, name, email, language, isOperator, twoFactorEnabled } = found.user as typeof found.user & {
      language?: 'en' | 'de' | null
      isOperator?: boolean
      twoFactorEnabled?: boolean
    }
    const user = {
      id,
      name,
      email,
      language: language ?? null,
      isOperator: isOperator === true,
      hasSecondFactor: twoFactorEnabled === true,
    }
    return { id: found.session.id, user }
  }

  return {
    /** @throws BrainError auth/wrong-credentials, the same for an unknown address and a wrong password */
    async withPassword(credentials: { email: string; password: string }, headers: Headers) {
      const body = { email: credentials.email.trim().toLowerCase(), password: credentials.password }
      const wrong = new BrainError('auth/wrong-credentials', 'The e-mail address or the password is wrong.')
      const response = await translate(auth.api.signInEmail({ body, headers, returnHeaders: true }), wrong)
      const token = response.headers.get('set-auth-token') ?? response.response.token
      const session = await findSession(new Headers({ authorization: `Bearer ${token}` }))
      if (!session) throw wrong
      return { token, cookies: response.headers.getSetCookie(), user: session.user }
    },
    /** Ends the session that the headers carry; gives the cookies that clear it. */
    async signOut(headers: Headers): Promise<string[]> {
      const response = await auth.api.signOut({ headers, returnHeaders: true })
      return response.headers.getSetCookie()
    },
    /** Ends all other sessions as well. @throws BrainError auth/wrong-credentials when the present password is wrong */
    async changePassword(given: { currentPassword: string; newPassword: string }, headers: Headers): Promise<string[]> {
      const wrong = new BrainError('auth/wrong-credentials', 'The present password is wrong.')
      const response = await translate(
        auth.api.changePassword({ body: { ...given, revokeOtherSessions: true }, headers, returnHeaders: true }),
        wrong,
      )
      return response.headers.getSetCookie()
    },
    findSession,
  }
}

async function translate<T>(call: Promise<T>, refusal: BrainError): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) throw refusal
    throw error
  }
}
