import type { Config } from '#config'
import { migrate, openDatabase } from '#platform/database'
import { createLog, type Log } from '#platform/log'
import type { RunningServer } from './run-app.ts'

export { prepareDatabaseTemplate } from '#platform/database'
export { createLog } from '#platform/log'
export type { RunningServer } from './run-app.ts'

/**
 * Opens the database, brings its schema up to date and serves.
 * @throws BrainError data-directory/locked · database/unavailable · configuration/invalid
 */
export async function startServer(
  config: Config,
  options: { log?: Log; webAppDir?: string | undefined } = {},
): Promise<RunningServer> {
  const log = options.log ?? createLog(config.logLevel)
  const opened = new AsyncDisposableStack()
  try {
    // Loading the features takes this thread a second, while the database opens in another: both happen at once.
    const loading = import('./run-app.ts')
    const { url, maxConnections } = config.database
    const database = opened.use(await openDatabase({ url, dataDir: config.dataDir, maxConnections, log }))
    await migrate(database)
    const { runApp } = await loading
    return await runApp({ config, log, database, opened, webAppDir: options.webAppDir })
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}
