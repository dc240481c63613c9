import type { World } from '../world.ts'

/** Empties the cache of a server. */
export const forgetAll =
  ({ server }: World) =>
  async (): Promise<void> => {
    const { cache } = server.app
    for (const workspaceId of await cache.listWorkspaces()) await cache.forget(workspaceId)
  }
