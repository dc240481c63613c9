import type { InstanceWorkspace } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { describeLines } from '../usage/describe-usage.ts'
import { periodOf } from '../usage/period.ts'
import { listUsageRows } from '../usage/usage-store.ts'
import { countWorkspaces, type InstanceWorkspaceRow, listOwners, listWorkspaceRows } from './instance-workspace-store.ts'
import { cutPage, type PageRequest } from './page-cursor.ts'

/** One page of all workspaces: their size and their owners, never what is in them. */
export async function listAllWorkspaces(app: App, request: PageRequest) {
  return app.database.asSystem(async (db) => {
    const { shown, nextCursor } = cutPage(await listWorkspaceRows(db, request), request.limit)
    const total = await countWorkspaces(db, request.q)
    return { workspaces: await viewWorkspaces(db, shown, app.now()), total, nextCursor }
  })
}

export async function viewWorkspaces(
  db: SystemDb,
  rows: readonly InstanceWorkspaceRow[],
  now: Date,
): Promise<InstanceWorkspace[]> {
  const ids = rows.map(({ id }) => id)
  const periods = new Map(rows.map(({ id, timeZone }) => [id, periodOf(now, timeZone)]))
  const owners = await listOwners(db, ids)
  const used = await listUsageRows(db, ids, [...periods.values()].sort()[0] ?? '')
  return rows.map(({ id, slug, name, plan, status, own, limits, createdAt }) => ({
    id,
    slug,
    name,
    plan,
    status,
    own,
    owners: owners.filter(({ workspaceId }) => workspaceId === id).map(({ email }) => email),
    usage: describeLines(
      limits,
      periods.get(id)!,
      used.filter(({ workspaceId }) => workspaceId === id),
    ),
    createdAt: createdAt.toISOString(),
  }))
}
