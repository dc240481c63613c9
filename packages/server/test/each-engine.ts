import { after, before, describe } from 'node:test'
import { type Database, migrate, openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { copyEmbeddedTemplate } from './embedded-template.ts'
import { canHavePostgres, type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

/** A migrated database for the tests of one file on one engine. */
export interface EngineUnderTest {
  readonly kind: 'embedded' | 'native'
  readonly database: Database
  /** The server behind it, on PostgreSQL. */
  readonly postgres: PrivatePostgres | undefined
  /** Another process's view of the same server; on PostgreSQL only. */
  openAgain(): Promise<Database>
}

const log = createLog('silent')

/** Defines the tests once for each engine; those on PostgreSQL are skipped, visibly, where none is installed. */
export function onEachEngine(define: (engine: EngineUnderTest) => void): void {
  onEmbedded(define)
  onPostgres(define)
}

export function onEmbedded(define: (engine: EngineUnderTest) => void): void {
  describe('on the embedded database', () => defineOn('embedded', define))
}

export function onPostgres(define: (engine: EngineUnderTest) => void): void {
  const skip = canHavePostgres() ? false : 'no PostgreSQL server is installed here'
  describe('on PostgreSQL', { skip }, () => defineOn('native', define))
}

function defineOn(kind: EngineUnderTest['kind'], define: (engine: EngineUnderTest) => void): void {
  const opened = new AsyncDisposableStack()
  let database: Database | undefined
  let postgres: PrivatePostgres | undefined
  const open = async (dataDir: string) => openDatabase({ url: postgres?.url, dataDir, maxConnections: 5, log })

  before(async () => {
    const dataDir = makeTemporaryDirectory('engine')
    if (kind === 'native') {
      postgres = await startPrivatePostgres()
      if (!postgres) throw new Error('REQUIRE_SERVICES=1 asks for PostgreSQL, which is not installed here.')
      opened.defer(() => postgres?.stop())
    } else await copyEmbeddedTemplate(dataDir)
    database = opened.use(await open(dataDir))
    await migrate(database)
  })
  after(() => opened.disposeAsync())

  define({
    kind,
    get database() {
      return database as Database
    },
    get postgres() {
      return postgres
    },
    openAgain: () => open(''),
  })
}
