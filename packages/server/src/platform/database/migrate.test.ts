import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import { onEachEngine, onPostgres } from '../../../test/each-engine.ts'
import { makeTemporaryDirectory } from '../../../test/temporary-directory.ts'
import { migrate } from './migrate.ts'

const isInvalid = (mention: RegExp) => (error: unknown) =>
  error instanceof BrainError && error.code === 'configuration/invalid' && mention.test(error.message)

async function makeMigrations(files: Record<string, string>): Promise<string> {
  const directory = makeTemporaryDirectory('migrations')
  for (const [name, sql] of Object.entries(files)) await writeFile(join(directory, name), sql)
  return directory
}

onEachEngine((engine) => {
  // A database of another program, as far as the runner can see.
  beforeEach(() => engine.database.pool.query('drop table if exists schema_migrations, one, two'))

  const listTables = async () => {
    const { rows } = await engine.database.pool.query(`select relname from pg_class where relname in ('one', 'two') order by 1`)
    return rows.map(({ relname }) => relname)
  }

  test('files are applied once, in the order of their numbers', async () => {
    const directory = await makeMigrations({
      '0002-two.sql': 'create table two as select * from one',
      '0001-one.sql': 'create table one (id int)',
    })
    assert.deepEqual(await migrate(engine.database, { directory }), ['0001-one.sql', '0002-two.sql'])
    assert.deepEqual(await migrate(engine.database, { directory }), [])
  })

  test('a dry run says what would be applied and changes nothing', async () => {
    const directory = await makeMigrations({ '0001-one.sql': 'create table one (id int)' })
    assert.deepEqual(await migrate(engine.database, { directory, dryRun: true }), ['0001-one.sql'])
    assert.deepEqual(await listTables(), [])
    assert.deepEqual(await migrate(engine.database, { directory }), ['0001-one.sql'])
  })

  test('a file that fails leaves nothing of itself, and what was before it stays', async () => {
    const directory = await makeMigrations({
      '0001-one.sql': 'create table one (id int)',
      '0002-two.sql': 'create table two (id int); select 1 / 0',
    })
    await assert.rejects(migrate(engine.database, { directory }), /0002-two\.sql failed: division by zero/)
    assert.deepEqual(await listTables(), ['one'])
    await writeFile(join(directory, '0002-two.sql'), 'create table two (id int)')
    assert.deepEqual(await migrate(engine.database, { directory }), ['0002-two.sql'])
  })

  test('a file changed after it was applied is named', async () => {
    const directory = await makeMigrations({ '0001-one.sql': 'create table one (id int)' })
    await migrate(engine.database, { directory })
    await writeFile(join(directory, '0001-one.sql'), 'create table one (id int)\r\n')
    await assert.rejects(migrate(engine.database, { directory }), isInvalid(/0001-one\.sql was changed/))
  })

  test('the line ends of another system are no change', async () => {
    const directory = await makeMigrations({ '0001-one.sql': 'create table one (\n  id int\n)' })
    await migrate(engine.database, { directory })
    await writeFile(join(directory, '0001-one.sql'), 'create table one (\r\n  id int\r\n)')
    assert.deepEqual(await migrate(engine.database, { directory }), [])
  })

  test('a database newer than the program is left alone', async () => {
    const directory = await makeMigrations({ '0001-one.sql': 'select 1', '0002-two.sql': 'create table two (id int)' })
    await migrate(engine.database, { directory })
    await rm(join(directory, '0002-two.sql'))
    await assert.rejects(migrate(engine.database, { directory }), isInvalid(/newer than this program.*0002-two\.sql/))
  })

  test('a number below those already applied is refused, as is one given twice, and a wrong name', async () => {
    const directory = await makeMigrations({ '0002-two.sql': 'select 1' })
    await migrate(engine.database, { directory })
    await writeFile(join(directory, '0001-one.sql'), 'select 1')
    await assert.rejects(migrate(engine.database, { directory }), isInvalid(/0001-one\.sql has a lower number/))
    await writeFile(join(directory, '0002-again.sql'), 'select 1')
    await assert.rejects(migrate(engine.database, { directory }), isInvalid(/number 2/))
    await assert.rejects(
      migrate(engine.database, { directory: await makeMigrations({ 'one.sql': 'select 1' }) }),
      isInvalid(/not one\.sql/),
    )
  })

  test('what cannot be in a transaction is sent in parts', async () => {
    const directory = await makeMigrations({
      '0001-one.sql':
        '-- no transaction\ncreate table if not exists one (id int);\n-- next\ncreate index concurrently if not exists one_id on one (id);\n',
    })
    assert.deepEqual(await migrate(engine.database, { directory }), ['0001-one.sql'])
  })
})

onPostgres((engine) => {
  beforeEach(() => engine.database.pool.query('drop table if exists schema_migrations, one, two'))

  test('of processes that migrate at once each file is applied by one', async () => {
    const slow = (table: string) => `create table ${table} (id int); select pg_sleep(0.3)`
    const directory = await makeMigrations({ '0001-one.sql': slow('one'), '0002-two.sql': slow('two') })
    await using other = await engine.openAgain()
    const applied = await Promise.all([migrate(engine.database, { directory }), migrate(other, { directory })])
    assert.deepEqual(applied.flat().sort(), ['0001-one.sql', '0002-two.sql'])
  })

  test('after a crash in the middle the next run completes', async () => {
    const directory = await makeMigrations({
      '0001-one.sql': 'create table one (id int)',
      '0002-two.sql': 'create table two (id int); select pg_sleep(5)',
    })
    const migrating = migrate(engine.database, { directory })
    const failed = assert.rejects(migrating, (error) => error instanceof BrainError && error.code === 'database/unavailable')
    await delay(500)
    await engine.postgres!.restart('crash')
    await failed
    await writeFile(join(directory, '0002-two.sql'), 'create table two (id int)')
    assert.deepEqual(await migrate(engine.database, { directory }), ['0002-two.sql'])
  })
})
