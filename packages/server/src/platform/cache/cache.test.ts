import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import { Cache } from './cache.ts'

const space = { workspaceId: 'a', kind: 'search', version: 1 } as const
const log = createLog('silent', { write: () => {} })
const aCache = (maxBytes = 1_000_000) =>
  new Cache({ redisUrl: undefined, maxBytes }, { metrics: createMetrics(), log, now: () => new Date(), release: 'one' })

test('many who ask for the same at once have it made once', async () => {
  await using cache = aCache()
  const ready = Promise.withResolvers<void>()
  let made = 0
  const make = async () => {
    made++
    await ready.promise
    return { value: 'made', mayKeep: true }
  }
  const all = Promise.all(Array.from({ length: 20 }, () => cache.getOrMake(space, 'key', make)))
  ready.resolve()
  assert.deepEqual(new Set(await all), new Set(['made']))
  assert.equal(made, 1)
})

test('where making fails for the first, or is for them alone, the next one makes it', async () => {
  await using cache = aCache()
  const results = [
    () => Promise.reject(new Error('away')),
    () => Promise.resolve({ value: 'mine', mayKeep: false }),
    () => Promise.resolve({ value: 'ours', mayKeep: true }),
  ]
  const make = () => (results.shift() as () => Promise<{ value: string; mayKeep: boolean }>)()
  const asked = Array.from({ length: 4 }, () => cache.getOrMake(space, 'key', make))
  const settled = await Promise.allSettled(asked)
  assert.deepEqual(
    settled.map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
    ['failed', 'mine', 'ours', 'ours'],
  )
})

test('a cache that is switched off makes everything, and says that it is off', async () => {
  await using cache = aCache(0)
  let made = 0
  const make = async () => ({ value: ++made, mayKeep: true })
  await cache.getOrMake(space, 'key', make)
  assert.equal(await cache.getOrMake(space, 'key', make), 2)
  assert.equal((await cache.describe('a')).store, 'off')
})

test('hits and misses are counted for each workspace and kind', async () => {
  await using cache = aCache()
  await cache.get(space, 'key')
  await cache.set(space, 'key', { some: 'thing' })
  assert.deepEqual(await cache.get(space, 'key'), { some: 'thing' })
  const kinds = (await cache.describe('a')).kinds
  assert.deepEqual(
    kinds.find(({ kind }) => kind === 'search'),
    { kind: 'search', entries: 1, hits: 1, misses: 1 },
  )
  assert.ok((await cache.describe('b')).kinds.every(({ hits, misses }) => hits + misses === 0))
})

test('a value is parsed once and cannot be changed, and nothing of it is held once it is forgotten', async () => {
  await using cache = aCache()
  const value = { text: 'Thirty days of leave.', passages: [{ page: 1 }] }
  await cache.set(space, 'key', value)
  const first = await cache.get<typeof value>(space, 'key')
  assert.deepEqual(first, value)
  assert.equal(await cache.get(space, 'key'), first)
  assert.throws(() => first!.passages.push({ page: 2 }), TypeError)
  await cache.forget('a')
  await cache.set(space, 'key', value)
  const again = await cache.get(space, 'key')
  assert.deepEqual(again, value)
  assert.notEqual(again, first)
})
