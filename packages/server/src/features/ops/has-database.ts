import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#config'

/** False when the embedded database is still to be made by the first start; opening it would make it. */
export const hasDatabase = (config: Config): boolean =>
  config.database.url !== undefined || existsSync(join(config.dataDir, 'database', 'PG_VERSION'))
