import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import type { Identity } from './oidc-provider.ts'

/** Lets one sign-in of a person through the provider end before the next one begins. */
export async function lockIdentity(db: SystemDb, providerId: string, subject: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${providerId} ${subject}`}, 0))`.execute(db.query)
}

/** Whose account somebody of the provider signs in to. */
export async function findLinkedUser(db: SystemDb, providerId: string, subject: string): Promise<string | undefined> {
  const row = await db.query
    .selectFrom('accounts')
    .select('user_id as userId')
    .where('provider_id', '=', providerId)
    .where('account_id', '=', subject)
    .executeTakeFirst()
  return row?.userId
}

export async function insertLink(
  db: SystemDb,
  row: { id: string; userId: string; providerId: string; subject: string },
): Promise<void> {
  await db.query
    .insertInto('accounts')
    .values({ id: row.id, user_id: row.userId, provider_id: row.providerId, account_id: row.subject })
    .execute()
}

/** An account without a password, whose address the provider has verified. */
export async function insertProvidedUser(db: SystemDb, user: { id: string; name: string; email: string }): Promise<void> {
  await db.query
    .insertInto('users')
    .values({ ...user, email_verified: true })
    .execute()
}

/** Whether some workspace has invited an address, or lets its whole domain in. */
export async function isExpected(db: SystemDb, email: string, now: Date): Promise<boolean> {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const { rows } = await sql<{ isExpected: boolean }>`
    select exists (
      select from invitations i join workspaces w on w.id = i.workspace_id
      where i.email = ${email} and i.expires_at > ${now} and i.uses < i.max_uses and w.status = 'active'
    ) or exists (
      select from workspaces w where w.join_domains @> array[${domain}] and w.status = 'active'
    ) as "isExpected"`.execute(db.query)
  return rows[0]!.isExpected
}

/** Whether any workspace lets a domain join by itself. */
export async function hasJoinDomains(db: SystemDb): Promise<boolean> {
  const found = await db.query
    .selectFrom('workspaces')
    .select('id')
    .where('status', '=', 'active')
    .where(sql<boolean>`cardinality(join_domains) > 0`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export type VerifiedIdentity = Identity & { readonly email: string }
