import type { App } from '#platform/context'
import type { SignedInUser } from '#platform/http'
import { SecondFactors } from './second-factors.ts'
import { createSessions, type OpenedSession, type Sessions, type SignInFrom } from './sessions.ts'
import { type Credentials, signInWithPassword } from './sign-in-with-password.ts'

/** Signing in: the sessions, and what it takes to get one. */
export interface SignIn extends Sessions {
  readonly secondFactors: SecondFactors
  /** See `signInWithPassword` for what keeps somebody out. */
  withPassword(credentials: Credentials, from: SignInFrom): Promise<OpenedSession & { user: SignedInUser }>
}

/** @param secret of the installation; keys for several purposes are made from it */
export function createSignIn(app: App, secret: string): SignIn {
  const sessions = createSessions(app, secret)
  const secondFactors = new SecondFactors(app, secret)
  return {
    ...sessions,
    secondFactors,
    withPassword: (credentials, from) => signInWithPassword(app, { sessions, secondFactors }, credentials, from),
  }
}
