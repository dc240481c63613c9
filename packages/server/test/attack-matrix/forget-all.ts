import { setImmediate as turn } from 'node:timers/promises'
import type { World } from '../world.ts'

/** Turns of the event loop without a statement after which nothing is on its way into the cache. */
const quietTurns = 5

/** Empties the cache of a server. What was answered last is kept a moment later, after one more look at the database: that is waited for. */
export const forgetAll =
  ({ server }: World) =>
  async (): Promise<void> => {
    const { cache, database } = server.app
    for (let quiet = 0; quiet < quietTurns; quiet++) {
      await turn()
      const { totalCount, idleCount, waitingCount } = database.pool
      if (idleCount < totalCount || waitingCount > 0) quiet = -1
    }
    for (const workspaceId of await cache.listWorkspaces()) await cache.forget(workspaceId)
  }
