import type { App } from '#platform/context'
import { corpusChannel, listCorpusVersions } from './corpus-store.ts'

const lookEveryMs = 30_000

/**
 * Takes out of the cache what was made of documents as they are no more, so that the text of a deleted one is not left in it: when
 * told, and because what is told is lost while the connection is away, by looking as well.
 */
export async function forgetOutdated(
  { cache, database, log }: Pick<App, 'cache' | 'database' | 'log'>,
  everyMs = lookEveryMs,
): Promise<AsyncDisposable> {
  if (!cache.isOn) return { [Symbol.asyncDispose]: async () => {} }
  const listening = await database.listen(corpusChannel, (payload) => {
    const [workspaceId, version] = payload.split(' ')
    if (workspaceId && version) void cache.forget(workspaceId, Number(version))
  })
  const look = async () => {
    try {
      const held = await cache.listWorkspaces()
      if (held.length === 0) return
      const versions = await database.asSystem((db) => listCorpusVersions(db, held))
      for (const { workspaceId, version } of versions) await cache.forget(workspaceId, version)
    } catch (error) {
      log.warn({ err: error }, 'which answers are outdated could not be looked up; it is tried again')
    }
  }
  let looking: Promise<void> = look()
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, everyMs).unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await looking
      await listening[Symbol.asyncDispose]()
    },
  }
}
