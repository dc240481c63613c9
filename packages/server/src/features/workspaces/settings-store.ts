import type { InvitableRole, WorkspaceStatus } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { SystemDb, WorkspaceDb } from '#platform/database'
import type { QuotaDb } from './usage/take-quota.ts'

export interface SettingsChange {
  readonly name?: string | undefined
  readonly slug?: string | undefined
  readonly language?: 'en' | 'de' | undefined
  readonly timeZone?: string | undefined
  readonly joinDomains?: readonly string[] | undefined
  readonly joinRole?: InvitableRole | undefined
}

export async function findSettings(db: QuotaDb) {
  return db.query
    .selectFrom('workspaces')
    .select(['id', 'slug', 'name', 'status', 'plan', 'language', 'time_zone as timeZone', 'created_at as createdAt'])
    .select(['join_domains as joinDomains', 'join_role as joinRole'])
    .where('id', '=', db.workspaceId)
    .executeTakeFirstOrThrow()
}

export async function updateSettings(db: WorkspaceDb, change: SettingsChange, updatedAt: Date): Promise<void> {
  const { timeZone, joinDomains, joinRole, ...same } = change
  await db.query
    .updateTable('workspaces')
    // What is undefined is left out by the query builder.
    .set({
      ...same,
      time_zone: timeZone,
      join_domains: joinDomains && [...joinDomains],
      join_role: joinRole,
      updated_at: updatedAt,
    })
    .where('id', '=', db.workspaceId)
    .execute()
}

export async function closeOwnWorkspace(db: WorkspaceDb, closedAt: Date): Promise<void> {
  await db.query
    .updateTable('workspaces')
    .set({ status: 'cancelled', updated_at: closedAt })
    .where('id', '=', db.workspaceId)
    .execute()
}

/**
 * Holds the workspace until the end of the transaction, so that who belongs to it changes in one transaction at a time. Rows that
 * only refer to the workspace can still be written.
 */
export async function lockWorkspace(db: QuotaDb): Promise<WorkspaceStatus | undefined> {
  const row = await db.query
    .selectFrom('workspaces')
    .select('status')
    .where('id', '=', db.workspaceId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row?.status
}

/** Of these slugs the ones that workspaces have already, closed ones too. */
export async function listTakenSlugs(db: SystemDb, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await db.query
    .selectFrom('workspaces')
    .select('slug')
    .where('slug', 'in', [...slugs])
    .execute()
  return new Set(rows.map(({ slug }) => slug))
}

/** Whether the database counts months in this zone as well; its list of zones is not the one of this process. */
export async function hasTimeZone(db: SystemDb, name: string): Promise<boolean> {
  const { rows } = await sql`select from pg_timezone_names where name = ${name}`.execute(db.query)
  return rows.length > 0
}
