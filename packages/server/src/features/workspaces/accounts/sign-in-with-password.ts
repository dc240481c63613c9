import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SignedInUser } from '#platform/http'
import { type Account, viewUser } from './account.ts'
import { findAccountByEmail } from './account-store.ts'
import { assertPassword } from './check-password.ts'
import { guardAttempt } from './guard-attempt.ts'
import type { SecondFactors } from './second-factors.ts'
import type { OpenedSession, Sessions, SignInFrom } from './sessions.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
  /** Of the authenticator app, or a recovery code. */
  readonly code?: string | undefined
}

/**
 * Opens a session for whoever knows the password and, where there is one, has the second factor. An unknown address and a wrong
 * password are refused alike and in the same time; what else is wrong with an account is told to those who know its password.
 * @throws BrainError auth/wrong-credentials · auth/account-disabled · auth/forbidden where only the provider signs people in ·
 * auth/second-factor-required · auth/second-factor-wrong · auth/too-many-attempts
 */
export async function signInWithPassword(
  app: App,
  given: { sessions: Sessions; secondFactors: SecondFactors },
  { email: typed, password, code }: Credentials,
  from: SignInFrom,
): Promise<OpenedSession & { user: SignedInUser }> {
  const email = typed.trim().toLowerCase()
  const account = await guardAttempt(app, { email, address: from.address }, async () => {
    const found = await app.database.asSystem((db) => findAccountByEmail(db, email))
    await assertPassword(found, password)
    const known = found!
    assertMaySignIn(app, known)
    if (known.hasSecondFactor) await given.secondFactors.assertCode(known.id, code)
    return known
  })
  return { ...(await given.sessions.openSession(account.id, from)), user: viewUser(account) }
}

function assertMaySignIn(app: App, { disabledAt, isOperator }: Account): void {
  if (disabledAt)
    throw new BrainError('auth/account-disabled', 'This account is disabled. Ask those who run this installation about it.')
  const { oidc } = app.config
  if (oidc?.isOnly && !isOperator)
    throw new BrainError('auth/forbidden', `Passwords are for those who run this installation. Sign in with ${oidc.name}.`)
}
