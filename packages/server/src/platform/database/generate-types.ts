import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '#platform/log'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { renderTableTypes } from './table-types.ts'

// `npm run db:types`: migrates an empty database and writes the types of its rows.
const dataDir = await mkdtemp(join(tmpdir(), 'brain-types-'))
try {
  await using database = await openDatabase({ url: undefined, dataDir, maxConnections: 1, log: createLog('warn') })
  await migrate(database)
  const text = await database.withoutLimit(renderTableTypes)
  await writeFile(new URL('./generated/tables.ts', import.meta.url), text)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
