import { type Limits, limitsOf, type PlanName, type Role, type WorkspaceStatus } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import { type QuotaDb, takeQuota } from './usage/take-quota.ts'

/** A workspace as one of its members has it. */
export interface MemberWorkspace {
  readonly workspaceId: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly status: WorkspaceStatus
  readonly plan: PlanName
  readonly limits: Limits
  readonly language: 'en' | 'de'
  readonly timeZone: string
  readonly createdAt: Date
}

/** The workspaces of one user that are not closed, oldest first. */
export async function listMemberWorkspaces(db: SystemDb, userId: string): Promise<MemberWorkspace[]> {
  return (await listWorkspacesOf(db, [userId])).map(({ userId: _, ...workspace }) => workspace)
}

/** The same of several users at once. */
export async function listWorkspacesOf(
  db: SystemDb,
  userIds: readonly string[],
): Promise<(MemberWorkspace & { readonly userId: string })[]> {
  const { rows } = await sql<Omit<MemberWorkspace, 'limits'> & { userId: string; limits: Partial<Limits> }>`
    /* keep plan */ select m.user_id as "userId", w.id as "workspaceId", w.slug, w.name, m.role, w.status, w.plan, w.limits,
      w.language, w.time_zone as "timeZone", w.created_at as "createdAt"
    from workspace_members m join workspaces w on w.id = m.workspace_id
    where m.user_id = any(${userIds}::text[]) and w.status <> 'cancelled'
    order by w.created_at`.execute(db.query)
  return rows.map((row) => ({ ...row, limits: limitsOf(row.plan, row.limits) }))
}

export async function hasAnyWorkspace(db: SystemDb): Promise<boolean> {
  return (await db.query.selectFrom('workspaces').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** A workspace as it begins; the time zone is UTC unless told. */
export interface WorkspaceBeginning {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly language: 'en' | 'de'
  readonly plan?: PlanName
  readonly timeZone?: string
}

/** False where another workspace has that slug. */
export async function insertWorkspace(db: SystemDb, { timeZone = 'UTC', ...row }: WorkspaceBeginning): Promise<boolean> {
  const inserted = await db.query
    .insertInto('workspaces')
    .values({ ...row, time_zone: timeZone })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Makes a user a member, within the limit of the workspace. @throws BrainError limit/reached */
export async function addMember(db: QuotaDb, now: Date, member: { userId: string; role: Role }): Promise<void> {
  await takeQuota(db, now, { users: 1 })
  await db.query
    .insertInto('workspace_members')
    .values({ workspace_id: db.workspaceId, user_id: member.userId, role: member.role })
    .execute()
}

/** A user with a password, in the tables of the sign-in library. */
export async function insertUser(
  db: SystemDb,
  user: {
    id: string
    name: string
    email: string
    language: 'en' | 'de' | null
    passwordHash: string
    accountId: string
    isOperator?: boolean
  },
): Promise<void> {
  const { passwordHash, accountId, isOperator = false, ...row } = user
  await db.query
    .insertInto('users')
    .values({ ...row, is_operator: isOperator })
    .execute()
  await db.query
    .insertInto('accounts')
    .values({ id: accountId, user_id: user.id, account_id: user.id, provider_id: 'credential', password: passwordHash })
    .execute()
}

export async function updateUser(
  db: SystemDb,
  userId: string,
  change: { name?: string; language?: 'en' | 'de' | null },
  updatedAt: Date,
): Promise<void> {
  await db.query
    .updateTable('users')
    .set({ ...change, updated_at: updatedAt })
    .where('id', '=', userId)
    .execute()
}
