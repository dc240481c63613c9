import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { systemPolicies, unchanging } from './catalogue/expected-rights.ts'
import { fillEveryTable } from './catalogue/fill-every-table.ts'
import { listCatalogueFindings, listTenantTables } from './catalogue/inspect-catalogue.ts'
import { inSystem, inWorkspace, tryToGiveAway, tryVerbs, withoutWorkspace } from './catalogue/try-verbs.ts'
import { startWorld } from './world.ts'

const world = await startWorld()
const { pool } = world.server.app.database
const ours = await world.aWorkspace()
const theirs = await world.aWorkspace()
const tables = await listTenantTables(pool)

before(() => fillEveryTable(theirs))

/** A row that they have in a table. */
async function aRowOfTheirs(table: string): Promise<object> {
  const { rows } = await theirs.transact((db) =>
    sql<{ row: object }>`select to_jsonb(t) as row from ${sql.table(table)} t limit 1`.execute(db.query),
  )
  assert.ok(rows[0], `fill-every-table.ts makes no row in ${table}, so nothing was tried on it`)
  return rows[0].row
}

test('nothing in the schema lets one workspace reach another', async () => {
  assert.ok(tables.length > 10, `only ${tables.length} tables of workspaces were found`)
  assert.deepEqual(await listCatalogueFindings(pool), [])
})

for (const table of tables) {
  test(`whoever is not in the workspace reads and changes nothing of its ${table}`, async () => {
    const row = await aRowOfTheirs(table)
    for (const who of [withoutWorkspace, inWorkspace('another workspace', ours.id)]) {
      const { insert, ...others } = await tryVerbs(pool, table, row, who)
      assert.equal(insert, 'refused', `${who.name} inserts into ${table}`)
      for (const [verb, outcome] of Object.entries(others))
        assert.ok(outcome === 0 || (outcome === 'refused' && verb !== 'select'), `${who.name}, ${verb} on ${table}: ${outcome}`)
    }
  })

  test(`whoever is in the workspace reads and changes its ${table}, but gives none of them away`, async () => {
    const row = await aRowOfTheirs(table)
    const them = inWorkspace('they themselves', theirs.id)
    const { select, update, delete: remove } = await tryVerbs(pool, table, row, them)
    assert.ok(typeof select === 'number' && select > 0, `select: ${select}`)
    if (unchanging.includes(table)) assert.deepEqual([update, remove], ['refused', 'refused'])
    else assert.ok(typeof update === 'number' && update > 0, `update: ${update}`)
    assert.equal(await tryToGiveAway(pool, table, them, ours.id), 'refused')
  })

  test(`the installation sees ${table} only where the list in this test says so`, async () => {
    const { select } = await tryVerbs(pool, table, await aRowOfTheirs(table), inSystem)
    if (systemPolicies.includes(table)) assert.ok(typeof select === 'number' && select > 0, `select: ${select}`)
    else assert.equal(select, 'refused')
  })
}
