import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { findTablesToVacuum, shortenLog } from './pglite-maintenance.ts'
import { pgliteOptions } from './pglite-options.ts'

let database: PGlite
const readNumber = async (expression: string) =>
  Number((await database.query<{ value: string }>(`select ${expression} as value`)).rows[0]?.value)

before(async () => {
  database = await PGlite.create({ ...pgliteOptions, extensions: {} })
  await database.exec(`create table "Busy" (id int, filling text); create table quiet (id int);
    insert into "Busy" select number, repeat('x', 500) from generate_series(1, 2000) number; insert into quiet values (1)`)
  await database.exec('select pg_stat_force_next_flush()') // else the counts are written once a second at most
})
after(() => database.close())

test('tables that changed a lot are found once', async () => {
  assert.deepEqual(await findTablesToVacuum(database), ['public."Busy"'])
  await database.exec('vacuum (analyze) "Busy"')
  assert.deepEqual(await findTablesToVacuum(database), [])
})

test('a long write-ahead log is cut, a short one is left alone', async () => {
  const lastCheckpoint = `(select redo_lsn from pg_control_checkpoint()) - '0/0'::pg_lsn`
  await database.exec('checkpoint')
  const before = await readNumber(lastCheckpoint)
  await shortenLog(database)
  assert.equal(await readNumber(lastCheckpoint), before)
  await database.exec(`insert into "Busy" select number, repeat('x', 500) from generate_series(1, 80000) number`)
  await shortenLog(database)
  assert.ok((await readNumber(lastCheckpoint)) > before)
})
