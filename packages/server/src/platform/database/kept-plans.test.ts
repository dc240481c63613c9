import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../../test/each-engine.ts'
import type { WorkspaceDb } from './transaction.ts'

const workspace = '00000000-0000-4000-8000-000000000001'
const plansOf = async (db: WorkspaceDb) =>
  (await sql<{ name: string }>`select name from pg_prepared_statements where name like 'kept%'`.execute(db.query)).rows.length
const ask = async (db: WorkspaceDb, number: number) =>
  (await sql<{ twice: number }>`/* keep plan */ select 2 * ${number}::int as twice`.execute(db.query)).rows[0]!.twice

onEachEngine((engine) => {
  test('a statement with the mark is planned once for a connection, others each time', async () => {
    const { database } = engine
    const before = await database.transact(workspace, plansOf)
    await database.transact(workspace, (db) => sql`select 3 * ${3}::int`.execute(db.query))
    const twice = await database.transact(workspace, async (db) => [await ask(db, 2), await ask(db, 3)])
    assert.deepEqual(twice, [4, 6])
    assert.equal(await database.transact(workspace, plansOf), before + 1)
  })

  test('a pooler that loses the plans costs one repetition, and nothing is prepared from then on', async () => {
    const { database } = engine
    let attempts = 0
    const lose = (db: WorkspaceDb) => sql`deallocate all`.execute(db.query)
    const work = () =>
      database.transact(workspace, async (db) => {
        attempts++
        return ask(db, 4)
      })
    await database.transact(workspace, (db) => ask(db, 1))
    await database.transact(workspace, lose)
    assert.equal(await work(), 8)
    assert.equal(attempts, 2)
    assert.equal(await work(), 8)
    assert.equal(await database.transact(workspace, plansOf), 0)
  })
})
