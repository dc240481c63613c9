import type { Role } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { QuotaDb } from '../usage/take-quota.ts'

export interface Member {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly joinedAt: Date
}

/** By name. */
export async function listMemberRows(db: QuotaDb): Promise<Member[]> {
  return selectMembers(db).orderBy(sql`lower(u.name)`).orderBy('u.email').execute()
}

export async function findMember(db: QuotaDb, userId: string): Promise<Member | undefined> {
  return selectMembers(db).where('m.user_id', '=', userId).executeTakeFirst()
}

export async function findMemberByEmail(db: QuotaDb, email: string): Promise<Member | undefined> {
  return selectMembers(db).where('u.email', '=', email).executeTakeFirst()
}

export async function hasOtherOwner(db: QuotaDb, userId: string): Promise<boolean> {
  const row = await selectMembers(db).where('m.role', '=', 'owner').where('m.user_id', '!=', userId).limit(1).executeTakeFirst()
  return row !== undefined
}

export async function updateRole(db: QuotaDb, userId: string, role: Role): Promise<void> {
  await db.query
    .updateTable('workspace_members')
    .set({ role })
    .where('workspace_id', '=', db.workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

/** With their API keys and their places in closed collections. */
export async function deleteMember(db: QuotaDb, userId: string): Promise<void> {
  await db.query
    .deleteFrom('workspace_members')
    .where('workspace_id', '=', db.workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

function selectMembers(db: QuotaDb) {
  return db.query
    .selectFrom('workspace_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.user_id as userId', 'u.name', 'u.email', 'm.role', 'm.joined_at as joinedAt'])
    .where('m.workspace_id', '=', db.workspaceId)
}
