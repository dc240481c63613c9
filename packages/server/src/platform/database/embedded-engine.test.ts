import assert from 'node:assert/strict'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import { createLog } from '#platform/log'
import { copyEmbeddedTemplate } from '../../../test/embedded-template.ts'
import { startProcess } from '../../../test/processes/index.ts'
import { makeTemporaryDirectory } from '../../../test/temporary-directory.ts'
import { openDatabase } from './database.ts'

const makeDirectory = () => makeTemporaryDirectory('embedded')
const open = (dataDir: string) => openDatabase({ url: undefined, dataDir, maxConnections: 1, log: createLog('silent') })

test('a first start killed half way leaves nothing half made', { timeout: 180_000 }, async () => {
  const dataDir = makeDirectory()
  const first = startProcess('insert-rows', dataDir)
  while (!(await readdir(dataDir)).some((name) => name.startsWith('database.new-'))) await delay(20)
  await delay(300)
  await first.kill()
  assert.ok(!(await readdir(dataDir)).includes('database'))
  const second = startProcess('insert-rows', dataDir)
  await second.waitFor(/opened/)
  await second.kill() // while it migrates
  const third = startProcess('insert-rows', dataDir)
  await third.waitFor(/^1$/)
  assert.equal((await stat(join(dataDir, 'database'))).mode & 0o077, 0, 'others can read the database')
})

test('five kills while rows are stored lose none that was acknowledged', { timeout: 180_000 }, async () => {
  const dataDir = makeDirectory()
  await copyEmbeddedTemplate(dataDir)
  let acknowledged = 0
  for (let round = 1; round <= 5; round++) {
    const writer = startProcess('insert-rows', dataDir)
    await writer.waitFor(/^\d+$/)
    await delay(150 + 50 * round)
    await writer.kill()
    acknowledged = Number(writer.lines.at(-1))
  }
  await using database = await open(dataDir)
  const { rows } = await database.pool.query('select count(*) as count, max(number) as last from test_numbers')
  assert.ok(acknowledged >= 5)
  assert.ok(rows[0].last >= acknowledged, `${rows[0].last} of ${acknowledged}`)
  assert.equal(rows[0].count, rows[0].last)
})

test('a heavy query does not hold up the process', async () => {
  const dataDir = makeDirectory()
  await copyEmbeddedTemplate(dataDir)
  await using database = await open(dataDir)
  const loopDelay = monitorEventLoopDelay({ resolution: 5 })
  loopDelay.enable()
  const startedAt = performance.now()
  await database.pool.query('select sum(sqrt(number)) from generate_series(1, 3000000) number')
  const queryMs = performance.now() - startedAt
  loopDelay.disable()
  assert.ok(queryMs > 200, `the query took only ${queryMs} ms`)
  // The largest delay of all would measure the other load of the machine.
  assert.ok(loopDelay.percentile(95) / 1e6 < 50, `the event loop waited ${loopDelay.percentile(95) / 1e6} ms`)
})

test('a second process on the same data is refused before it touches the database', async () => {
  const dataDir = makeDirectory()
  await copyEmbeddedTemplate(dataDir)
  await using _database = await open(dataDir)
  await assert.rejects(open(dataDir), (error) => error instanceof BrainError && error.code === 'data-directory/locked')
})

test('a data directory of another version of PostgreSQL is named as such', async () => {
  const dataDir = makeDirectory()
  await mkdir(join(dataDir, 'database'))
  await writeFile(join(dataDir, 'database/PG_VERSION'), '17\n')
  await assert.rejects(open(dataDir), /PostgreSQL 17/)
})
