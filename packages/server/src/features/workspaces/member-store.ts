import type { Role } from '@brain-ai/contract'
import type { SystemDb } from '#platform/database'

export interface Membership {
  readonly workspaceId: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
}

/** The workspaces of one user, oldest first. */
export async function listMemberships(db: SystemDb, userId: string): Promise<Membership[]> {
  return db.query
    .selectFrom('workspace_members as member')
    .innerJoin('workspaces as workspace', 'workspace.id', 'member.workspace_id')
    .select([
      'workspace.id as workspaceId',
      'workspace.slug',
      'workspace.name',
      'member.role',
      'workspace.created_at as createdAt',
    ])
    .where('member.user_id', '=', userId)
    .orderBy('workspace.created_at')
    .execute()
}

export async function hasAnyWorkspace(db: SystemDb): Promise<boolean> {
  return (await db.query.selectFrom('workspaces').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function insertWorkspace(
  db: SystemDb,
  row: { id: string; slug: string; name: string; language: 'en' | 'de' },
): Promise<void> {
  await db.query.insertInto('workspaces').values(row).execute()
}

export async function insertMember(db: SystemDb, row: { workspace_id: string; user_id: string; role: Role }): Promise<void> {
  await db.query.insertInto('workspace_members').values(row).execute()
}

/** A user with a password, in the tables of the sign-in library. */
export async function insertUser(
  db: SystemDb,
  user: { id: string; name: string; email: string; language: 'en' | 'de' | null; passwordHash: string; accountId: string },
): Promise<void> {
  const { passwordHash, accountId, ...row } = user
  await db.query.insertInto('users').values(row).execute()
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
