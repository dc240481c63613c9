import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import type { SignedInUser } from '#platform/http'
import { hashPassword } from '../accounts/password-hash.ts'
import { insertUser } from '../workspace-store.ts'
import { getOpenOffer } from './get-offer.ts'
import { lowerCase } from './invitation.ts'
import { findAccount } from './invitation-store.ts'
import { hashToken } from './invitation-token.ts'
import { joinInvited } from './join-workspace.ts'

interface NewAccount {
  readonly name: string
  /** Needed where the invitation names no address. */
  readonly email?: string | undefined
  readonly password: string
  readonly language: 'en' | 'de'
}

/**
 * Makes an account and joins the workspace of an invitation, both or neither. The address counts as unproven: whoever made the
 * invitation has seen its link as well.
 * @throws BrainError invitation/not-found · invitation/other-address · invitation/sign-in-first · limit/reached · request/invalid ·
 * auth/forbidden where only the provider signs people in
 */
export async function signUpInvited(app: App, token: string, given: NewAccount): Promise<SignedInUser> {
  const tokenHash = hashToken(token)
  const email = await app.database.asSystem(async (db) => {
    const offer = await getOpenOffer(db, tokenHash, app.now())
    assertPasswordsAllowed(app)
    const chosen = chooseAddress(offer.email, given.email)
    await assertNoAccount(db, chosen)
    return chosen
  })
  // Only for the holder of a valid link, as it is slow on purpose; and outside of the transaction for the same reason.
  const passwordHash = await hashPassword(given.password)
  const { name, language } = given
  const user = { id: app.newId(), name, email, language }
  await app.database
    .asSystem(async (db) => {
      await assertNoAccount(db, email)
      await insertUser(db, { ...user, passwordHash, accountId: app.newId() })
      await joinInvited(db, app.now(), tokenHash, user)
    })
    .catch((error: unknown) => {
      throw isAddressConflict(error) ? signInFirst() : error
    })
  return { ...user, isOperator: false, hasSecondFactor: false }
}

function assertPasswordsAllowed({ config: { oidc } }: App): void {
  if (!oidc?.isOnly) return
  throw new BrainError(
    'auth/forbidden',
    `Nobody signs up with a password here. Sign in with ${oidc.name} and open the link again.`,
  )
}

function chooseAddress(invited: string | null, given: string | undefined): string {
  const chosen = given === undefined ? undefined : lowerCase(given)
  if (invited === null) {
    if (chosen !== undefined) return chosen
    const errors = [{ path: 'email', message: 'is needed, as the invitation names no address' }]
    throw new BrainError('request/invalid', 'Name your e-mail address: this invitation is for whoever has its link.', { errors })
  }
  if (chosen === undefined || chosen === invited) return invited
  throw new BrainError('invitation/other-address', 'This invitation is for another address. Sign up with the one it was sent to.')
}

async function assertNoAccount(db: SystemDb, email: string): Promise<void> {
  if (await findAccount(db, email)) throw signInFirst()
}

const signInFirst = () =>
  new BrainError('invitation/sign-in-first', 'This address has an account already. Sign in with it and open the link again.')

// Two sign-ups of one address at the same moment.
const isAddressConflict = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'users_email_key'
