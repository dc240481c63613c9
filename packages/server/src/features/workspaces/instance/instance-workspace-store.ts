import { type Limits, limitsOf, type PlanName, type WorkspaceStatus } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { SystemDb } from '#platform/database'
import { containing, idOrder, isBehind, microsOf, type PageRequest, readCursor } from './page-cursor.ts'

/** A workspace from outside: how it is named and what it may use. */
export interface InstanceWorkspaceRow {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly plan: PlanName
  readonly status: WorkspaceStatus
  readonly own: Partial<Limits>
  readonly limits: Limits
  readonly timeZone: string
  readonly createdAt: Date
  readonly micros: string
}

const selectWorkspaces = (db: SystemDb) =>
  db.query
    .selectFrom('workspaces as w')
    .select([
      'w.id',
      'w.slug',
      'w.name',
      'w.plan',
      'w.status',
      'w.limits as own',
      'w.time_zone as timeZone',
      'w.created_at as createdAt',
      microsOf('w.created_at').as('micros'),
    ])

/** A page of workspaces and one more, newest first. */
export async function listWorkspaceRows(db: SystemDb, { q, cursor, limit }: PageRequest): Promise<InstanceWorkspaceRow[]> {
  const after = readCursor(cursor)
  let query = selectWorkspaces(db)
  if (q) query = query.where((or) => or.or([or('w.name', 'ilike', containing(q)), or('w.slug', 'ilike', containing(q))]))
  if (after) query = query.where(isBehind({ createdAt: 'w.created_at', id: 'w.id' }, after))
  const rows = await query
    .orderBy('w.created_at', 'desc')
    .orderBy(idOrder('w.id'), 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map(withLimits)
}

export async function countWorkspaces(db: SystemDb, q: string | undefined): Promise<number> {
  let query = db.query.selectFrom('workspaces as w').select(sql<number>`count(*)::int`.as('total'))
  if (q) query = query.where((or) => or.or([or('w.name', 'ilike', containing(q)), or('w.slug', 'ilike', containing(q))]))
  return (await query.executeTakeFirstOrThrow()).total
}

export async function findWorkspaceRow(db: SystemDb, slug: string): Promise<InstanceWorkspaceRow | undefined> {
  const row = await selectWorkspaces(db).where('w.slug', '=', slug).executeTakeFirst()
  return row && withLimits(row)
}

/** The addresses of the owners of each workspace. */
export async function listOwners(
  db: SystemDb,
  workspaceIds: readonly string[],
): Promise<{ workspaceId: string; email: string }[]> {
  return db.query
    .selectFrom('workspace_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.workspace_id as workspaceId', 'u.email'])
    .where('m.workspace_id', '=', sql<string>`any(${[...workspaceIds]}::uuid[])`)
    .where('m.role', '=', 'owner')
    .orderBy('u.email')
    .execute()
}

/** Whether there is a workspace of that slug. */
export async function updatePlanOrStatus(
  db: SystemDb,
  slug: string,
  change: { plan?: PlanName | undefined; status?: WorkspaceStatus | undefined },
  at: Date,
): Promise<boolean> {
  const { plan, status } = change
  const row = await db.query
    .updateTable('workspaces')
    .set({ ...(plan && { plan }), ...(status && { status }), updated_at: at })
    .where('slug', '=', slug)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

type RawRow = Omit<InstanceWorkspaceRow, 'own' | 'limits'> & { readonly own: unknown }

function withLimits(row: RawRow): InstanceWorkspaceRow {
  const own = row.own as Partial<Limits>
  return { ...row, own, limits: limitsOf(row.plan, own) }
}
