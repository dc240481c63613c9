import type { Config } from '#config'
import { migrate, openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { hasDatabase } from './has-database.ts'

/** `applied` also names what would be applied in a dry run; it is undefined when a dry run finds no database to look into. */
export interface MigrationOutcome {
  readonly engine: 'embedded' | 'native'
  readonly applied: readonly string[] | undefined
}

/**
 * Brings the database to the schema of this program, while no server holds it.
 * @throws BrainError data-directory/locked · database/unavailable · configuration/invalid
 */
export async function migrateDatabase(config: Config, options: { dryRun: boolean }): Promise<MigrationOutcome> {
  if (options.dryRun && !hasDatabase(config)) return { engine: 'embedded', applied: undefined }
  await using database = await openDatabase({
    url: config.database.url,
    dataDir: config.dataDir,
    maxConnections: 2,
    log: createLog(config.logLevel, process.stderr),
  })
  return { engine: database.engine, applied: await migrate(database, { dryRun: options.dryRun }) }
}
