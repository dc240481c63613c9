import type { InstanceUser } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { countUsers, type InstanceUserRow, listUserRows } from './instance-user-store.ts'
import { cutPage, type PageRequest } from './page-cursor.ts'

/** One page of all accounts. */
export async function listUsers(app: App, request: PageRequest) {
  return app.database.asSystem(async (db) => {
    const { shown, nextCursor } = cutPage(await listUserRows(db, request, app.now()), request.limit)
    return { users: shown.map(viewUser), total: await countUsers(db, request.q), nextCursor }
  })
}

export const viewUser = ({ micros: _, createdAt, lastSeenAt, ...row }: InstanceUserRow): InstanceUser => ({
  ...row,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
})
