import { BrainError } from '@brain-ai/contract'
import type pg from 'pg'
import type { Database } from './database.ts'
import { type MigrationFile, migrationsDirectory, readMigrationFiles } from './migration-files.ts'

// Any number will do, as long as every process takes the same one.
const migrationLock = 7_246_311

interface MigrateOptions {
  /** Only say what would be applied. */
  readonly dryRun?: boolean
  readonly directory?: string
}

/**
 * Brings the database to the newest version and returns the names of the migrations it applied, or would apply with `dryRun`.
 * Many processes may call it at once, and after a kill the next call goes on. A migration whose first line is
 * `-- no transaction` is sent in parts divided by lines `-- next`; it has to bear being run again from its start.
 * @throws BrainError `configuration/invalid` when an applied file was changed or the database is newer than the program
 */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrationFiles(options.directory ?? migrationsDirectory)
  const names = await database.withoutLimit(async (client) => {
    if (options.dryRun) return (await findPending(client, files)).map(({ name }) => name)
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    try {
      return await applyPending(client, files)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {}) // gone with its connection
    }
  })
  await database.inspect()
  return names
}

async function applyPending(client: pg.PoolClient, files: readonly MigrationFile[]): Promise<string[]> {
  await client.query(
    `create table if not exists schema_migrations (
       number int primary key,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  const pending = await findPending(client, files)
  for (const file of pending) await apply(client, file)
  return pending.map(({ name }) => name)
}

async function apply(client: pg.PoolClient, file: MigrationFile): Promise<void> {
  try {
    if (file.isTransaction) await client.query('begin')
    for (const statement of file.statements) await client.query(statement)
    await client.query('insert into schema_migrations (number, name, checksum) values ($1, $2, $3)', [
      file.number,
      file.name,
      file.checksum,
    ])
    if (file.isTransaction) await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {}) // a broken connection has rolled back already
    throw new Error(`The migration ${file.name} failed: ${(error as Error).message}`, { cause: error })
  }
}

async function findPending(client: pg.PoolClient, files: readonly MigrationFile[]): Promise<MigrationFile[]> {
  const applied = await listApplied(client)
  for (const { number, name, checksum } of applied) {
    const file = files.find((candidate) => candidate.number === number)
    if (!file)
      throw new BrainError(
        'configuration/invalid',
        `The database is newer than this program: it has the migration ${name}. Start the newer program.`,
        { name },
      )
    if (file.checksum !== checksum)
      throw new BrainError(
        'configuration/invalid',
        `The migration ${file.name} was changed after it had been applied. Restore the file and add another migration.`,
        { name: file.name },
      )
  }
  const newest = applied.at(-1)?.number ?? 0
  const pending = files.filter(({ number }) => !applied.some((done) => done.number === number))
  const late = pending.find(({ number }) => number < newest)
  if (late)
    throw new BrainError('configuration/invalid', `The migration ${late.name} has a lower number than one already applied.`, {
      name: late.name,
    })
  return pending
}

async function listApplied(client: pg.PoolClient): Promise<{ number: number; name: string; checksum: string }[]> {
  const { rows } = await client.query(`select to_regclass('schema_migrations') is not null as exists`)
  if (!rows[0].exists) return []
  return (await client.query('select number, name, checksum from schema_migrations order by number')).rows
}
