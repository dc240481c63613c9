import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { onEmbedded } from '../../../test/each-engine.ts'
import { renderTableTypes } from './table-types.ts'

// Only here is the extension for vectors sure to be there.
onEmbedded((engine) => {
  test('the row types are those of the migrations (npm run db:types writes them)', async () => {
    const written = await readFile(new URL('./generated/tables.ts', import.meta.url), 'utf8')
    assert.equal(written, await engine.database.withoutLimit(renderTableTypes))
  })
})
