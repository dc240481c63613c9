import { sql } from 'kysely'
import { migrate, openDatabase } from '#platform/database'
import { createLog } from '#platform/log'

// A process that stores one number after the other in an embedded database and says each one that is committed.
const database = await openDatabase({
  url: undefined,
  dataDir: process.argv[2] as string,
  maxConnections: 1,
  log: createLog('error'),
})
process.stdout.write('opened\n')
await migrate(database)
await database.pool.query('create table if not exists test_numbers (number int primary key, filling text)')
await database.pool.query('grant select, insert on test_numbers to brain_system')
const { rows } = await database.pool.query('select coalesce(max(number), 0) as last from test_numbers')
for (let number = rows[0].last + 1; ; number++) {
  await database.asSystem((db) => sql`insert into test_numbers values (${number}, ${'x'.repeat(2000)})`.execute(db.query))
  process.stdout.write(`${number}\n`)
}
