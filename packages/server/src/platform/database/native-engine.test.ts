import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import { sql } from 'kysely'
import { onPostgres } from '../../../test/each-engine.ts'

const isUnavailable = (error: unknown) => error instanceof BrainError && error.code === 'database/unavailable'

onPostgres((engine) => {
  const store = (number: number) =>
    engine.database.asSystem((db) => sql`insert into test_numbers values (${number})`.execute(db.query).then(() => number))

  /** Stores numbers one after the other on four hands until stopped; every error has to be the typed one. */
  async function storeUntil(stop: AbortSignal): Promise<{ stored: number[]; failures: number; storedAt: number[] }> {
    const stored: number[] = []
    const storedAt: number[] = []
    let failures = 0
    let next = Math.floor(Math.random() * 1e9)
    const hand = async () => {
      while (!stop.aborted)
        try {
          stored.push(await store(next++))
          storedAt.push(performance.now())
        } catch (error) {
          assert.ok(isUnavailable(error), `${error}`)
          failures++
          await delay(20)
        }
    }
    await Promise.all([hand(), hand(), hand(), hand()])
    return { stored, failures, storedAt }
  }

  async function assertStored(numbers: readonly number[]): Promise<void> {
    const { rows } = await engine.database.pool.query('select count(*) as count from test_numbers where number = any($1)', [
      numbers,
    ])
    assert.equal(rows[0].count, numbers.length)
  }

  test('restarts of the server give typed errors, lose nothing acknowledged and are over within two seconds', {
    timeout: 180_000,
  }, async () => {
    const { pool } = engine.database
    await pool.query('create table test_numbers (number int primary key); grant select, insert on test_numbers to brain_system')
    for (const how of ['crash', 'clean', 'crash'] as const) {
      const stop = new AbortController()
      const working = storeUntil(stop.signal)
      await delay(300)
      await engine.postgres!.restart(how, 300)
      const upAt = performance.now()
      await delay(2_000)
      stop.abort()
      const { stored, failures, storedAt } = await working
      assert.ok(failures > 0, 'the restart was not noticed at all')
      assert.ok(storedAt.some((at) => at > upAt && at < upAt + 2_000))
      await assertStored(stored)
    }
  })

  test('connections cut by an administrator under load are replaced', async () => {
    const stop = new AbortController()
    const working = storeUntil(stop.signal)
    for (let round = 0; round < 10; round++) {
      await delay(50)
      await engine.postgres!.asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'brain'`)
    }
    await delay(200)
    stop.abort()
    const { stored } = await working
    await assertStored(stored)
  })

  test('a server without a free connection is unavailable, and comes back', async () => {
    await engine.postgres!.asSuperuser('alter role brain connection limit 0')
    await engine.postgres!.asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'brain'`)
    await assert.rejects(store(-1), isUnavailable)
    await assert.rejects(engine.database.ping(), isUnavailable)
    await engine.postgres!.asSuperuser('alter role brain connection limit -1')
    await engine.database.ping()
  })

  test('a notification arrives also after the listening connection was lost', { timeout: 20_000 }, async () => {
    let received = 0
    await using _listening = await engine.database.listen('test_wake', () => received++)
    await engine.postgres!.asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'brain'`)
    while (received === 0) {
      await engine.database.pool.query(`select pg_notify('test_wake', '')`).catch(() => {})
      await delay(100)
    }
  })
})
