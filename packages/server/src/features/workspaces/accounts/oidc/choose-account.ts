import { createHash } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { joinByDomain } from '../../invitations/join-workspace.ts'
import type { Account } from '../account.ts'
import { findAccountByEmail, findAccountById, markEmailVerified } from '../account-store.ts'
import {
  findLinkedUser,
  insertLink,
  insertProvidedUser,
  isExpected,
  lockIdentity,
  type VerifiedIdentity,
} from './oidc-account-store.ts'
import type { Identity } from './oidc-provider.ts'

/**
 * The account that somebody of the provider signs in to: the one they are linked with, else the one of their verified address, else
 * a new one for those whom a workspace expects. An address that the provider has not verified leads nowhere.
 * @param linkTo who is signed in already and links their account with the provider
 * @throws BrainError auth/provider-refused · auth/account-disabled
 */
export async function chooseAccount(app: App, identity: Identity, linkTo: string | undefined): Promise<string> {
  const providerId = `oidc:${createHash('sha256').update(identity.issuer).digest('hex').slice(0, 16)}`
  const chosen = await app.database.asSystem(async (db) => {
    await lockIdentity(db, providerId, identity.subject)
    const link = (userId: string) => insertLink(db, { id: app.newId(), userId, providerId, subject: identity.subject })
    const linked = await findLinkedUser(db, providerId, identity.subject)
    if (linked !== undefined) return { userId: (await getEnabled(db, linked, linkTo)).id }
    if (linkTo !== undefined) {
      const { id } = await getEnabled(db, linkTo, linkTo)
      await link(id)
      return { userId: id }
    }
    const verified = assertVerified(identity)
    const known = await findAccountByEmail(db, verified.email)
    if (known) {
      assertMayLink(known)
      await link(known.id)
      await markEmailVerified(db, known.id, app.now())
      return { userId: known.id }
    }
    if (!(await isExpected(db, verified.email, app.now())))
      throw refused('You have no account here. Ask somebody in your workspace for an invitation.')
    const user = { id: app.newId(), name: verified.name ?? verified.email.split('@')[0]!, email: verified.email }
    await insertProvidedUser(db, user)
    await link(user.id)
    return { userId: user.id, joining: user }
  })
  if (chosen.joining) await joinByDomain(app, chosen.joining)
  return chosen.userId
}

async function getEnabled(db: SystemDb, userId: string, linkTo: string | undefined): Promise<Account> {
  if (linkTo !== undefined && linkTo !== userId) throw refused('This account of the provider belongs to another account here.')
  const account = await findAccountById(db, userId)
  if (!account || account.disabledAt) throw disabled()
  return account
}

function assertVerified(identity: Identity): VerifiedIdentity {
  const { email, isEmailVerified } = identity
  if (email !== undefined && isEmailVerified) return { ...identity, email }
  throw refused(
    'The sign-in provider has not verified your e-mail address. Sign in with your password and link it in your profile.',
  )
}

// Whoever set a password for an address need not own it, and a second factor is not to be gone around by a mailbox.
function assertMayLink({ disabledAt, passwordHash, isEmailVerified, hasSecondFactor }: Account): void {
  if (disabledAt) throw disabled()
  if ((passwordHash !== null && !isEmailVerified) || hasSecondFactor)
    throw refused('Sign in with your password first, and link your account with the provider in your profile.')
}

const refused = (message: string) => new BrainError('auth/provider-refused', message)
const disabled = () =>
  new BrainError('auth/account-disabled', 'This account is disabled. Ask those who run this installation about it.')
