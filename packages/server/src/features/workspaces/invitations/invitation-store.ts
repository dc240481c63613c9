import type { InvitableRole } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import type { QuotaDb } from '../usage/take-quota.ts'
import type { Invitation } from './invitation.ts'

export interface InvitationRow {
  readonly id: string
  readonly tokenHash: Buffer
  readonly email: string | null
  readonly role: InvitableRole
  readonly maxUses: number
  readonly invitedBy: string | null
  readonly mailId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Those that were not accepted, newest first: a link stays in the list when it is used up, the invitation of an address does not. */
export async function listInvitationRows(db: QuotaDb): Promise<Invitation[]> {
  return selectInvitations(db)
    .where((where) => where.or([where('i.email', 'is', null), where('i.uses', '<', where.ref('i.max_uses'))]))
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .execute()
}

export async function findInvitation(db: QuotaDb, id: string): Promise<Invitation | undefined> {
  return selectInvitations(db).where('i.id', '=', id).forNoKeyUpdate('i').executeTakeFirst()
}

/** The invitation of an address takes the place of an older one of the same address. */
export async function saveInvitation(db: QuotaDb, row: InvitationRow): Promise<Invitation> {
  const values = {
    id: row.id,
    token_hash: row.tokenHash,
    role: row.role,
    uses: 0,
    max_uses: row.maxUses,
    invited_by: row.invitedBy,
    mail_id: row.mailId,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
  }
  await db.query
    .insertInto('invitations')
    .values({ ...values, workspace_id: db.workspaceId, email: row.email })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'email']).where('email', 'is not', null).doUpdateSet(values))
    .execute()
  return (await findInvitation(db, row.id))!
}

/** Gives an invitation another link and all its uses back. */
export async function renewRow(
  db: QuotaDb,
  id: string,
  change: Pick<InvitationRow, 'tokenHash' | 'invitedBy' | 'mailId' | 'expiresAt'>,
): Promise<Invitation> {
  await db.query
    .updateTable('invitations')
    .set({
      token_hash: change.tokenHash,
      invited_by: change.invitedBy,
      mail_id: change.mailId,
      expires_at: change.expiresAt,
      uses: 0,
    })
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
  return (await findInvitation(db, id))!
}

export async function deleteInvitation(db: QuotaDb, id: string): Promise<boolean> {
  const { numDeletedRows } = await deleteRows(db).where('id', '=', id).executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** What somebody invited to. */
export async function deleteInvitationsBy(db: QuotaDb, userId: string): Promise<void> {
  await deleteRows(db).where('invited_by', '=', userId).execute()
}

/** The invitation that an address has not accepted. */
export async function deleteOpenInvitationOf(db: QuotaDb, email: string): Promise<void> {
  await deleteRows(db)
    .where('email', '=', email)
    .where((where) => where('uses', '<', where.ref('max_uses')))
    .execute()
}

export async function deleteExpiredInvitations(db: QuotaDb, before: Date): Promise<void> {
  await deleteRows(db).where('expires_at', '<', before).execute()
}

/** What the holder of a link is offered, whatever became of it, while its workspace is active. */
export async function findOffer(db: SystemDb, tokenHash: Buffer) {
  return db.query
    .selectFrom('invitations as i')
    .innerJoin('workspaces as w', 'w.id', 'i.workspace_id')
    .leftJoin('users as inviter', 'inviter.id', 'i.invited_by')
    .select(['w.id as workspaceId', 'w.name', 'w.slug', 'i.role', 'i.email', 'inviter.name as invitedBy'])
    .select(['i.uses', 'i.max_uses as maxUses', 'i.expires_at as expiresAt'])
    .where('i.token_hash', '=', tokenHash)
    .where('w.status', '=', 'active')
    .executeTakeFirst()
}

/** Uses an invitation once, or gives undefined where it is used up or has expired. */
export async function claimInvitation(
  db: QuotaDb,
  tokenHash: Buffer,
  now: Date,
): Promise<{ email: string | null; role: InvitableRole } | undefined> {
  return db.query
    .updateTable('invitations')
    .set((where) => ({ uses: where('uses', '+', 1) }))
    .where('workspace_id', '=', db.workspaceId)
    .where('token_hash', '=', tokenHash)
    .where((where) => where('uses', '<', where.ref('max_uses')))
    .where('expires_at', '>', now)
    .returning(['email', 'role'])
    .executeTakeFirst()
}

/** Names no workspace, so that it serves inside one and outside: what the account of an address reads, or undefined without one. */
export async function findAccount(db: Pick<SystemDb, 'query'>, email: string) {
  return db.query.selectFrom('users').select(['id', 'language']).where('email', '=', email).executeTakeFirst()
}

export interface JoinableWorkspace {
  readonly workspaceId: string
  /** Of the invitation that a member made for this address, else the one that everybody of the domain gets. */
  readonly role: InvitableRole
  readonly isInvitedByMember: boolean
}

/** The active workspaces that a domain may join and the address does not belong to, oldest first. */
export async function listJoinableWorkspaces(db: SystemDb, email: string, now: Date): Promise<JoinableWorkspace[]> {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const { rows } = await sql<JoinableWorkspace>`
    select w.id as "workspaceId", coalesce(i.role, w.join_role) as role, i.id is not null as "isInvitedByMember"
    from workspaces w
    left join invitations i on i.workspace_id = w.id and i.email = ${email} and i.invited_by is not null
      and i.uses < i.max_uses and i.expires_at > ${now}
    where w.status = 'active' and w.join_domains @> array[${domain}]::text[]
      and not exists (
        select from workspace_members m join users u on u.id = m.user_id where m.workspace_id = w.id and u.email = ${email}
      )
    order by w.created_at, w.id`.execute(db.query)
  return rows
}

/** Lets one transaction at a time count and write the mails that strangers ask for to one address. */
export async function lockAddress(db: SystemDb, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${email}, 0))`.execute(db.query)
}

export async function countMailsTo(db: SystemDb, email: string, since: Date): Promise<number> {
  const { count } = await db.query
    .selectFrom('mails')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('to_address', '=', email)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}

const deleteRows = (db: QuotaDb) => db.query.deleteFrom('invitations').where('workspace_id', '=', db.workspaceId)

function selectInvitations(db: QuotaDb) {
  return db.query
    .selectFrom('invitations as i')
    .leftJoin('users as inviter', 'inviter.id', 'i.invited_by')
    .select(['i.id', 'i.email', 'i.role', 'i.uses', 'i.max_uses as maxUses', 'inviter.name as invitedBy'])
    .select(['i.mail_id as mailId', 'i.created_at as createdAt', 'i.expires_at as expiresAt'])
    .where('i.workspace_id', '=', db.workspaceId)
}
