import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { Cache } from '#platform/cache'
import { createLog } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import { RedisStore } from '../src/platform/cache/redis-store.ts'
import { canHaveRedis, startPrivateRedis } from './private-redis.ts'

const hasRedis = canHaveRedis()
if (!hasRedis) console.log('NOT RUN: tests of the cache in Redis, as there is no redis-server on this machine.')
const redis = hasRedis ? await startPrivateRedis() : undefined
after(() => redis?.stop())
/** What needs Redis is no test of a machine without it. */
const testRedis = (name: string, run: (server: NonNullable<typeof redis>) => Promise<void>) =>
  redis ? void test(name, () => run(redis)) : undefined

const log = createLog('silent', { write: () => {} })
let workspaces = 0
const aWorkspace = () => `workspace-${++workspaces}`
const answers = (workspaceId: string, version: number) => ({ workspaceId, kind: 'answer', version }) as const

async function openStore(url: string, onEvicted: (workspaceId: string, entries: number) => void = () => {}) {
  const store = new RedisStore(url, log, onEvicted)
  await until(() => store.isReachable)
  return store
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; !isSo(); i++) {
    if (i === 400) throw new Error('It did not come in time.')
    await delay(25)
  }
}

testRedis('processes share what one of them has kept, in its version only', async ({ url }) => {
  await using ours = await openStore(url)
  await using theirs = await openStore(url)
  const id = aWorkspace()
  await ours.set(answers(id, 3), 'key', 'value')
  assert.equal(await theirs.get(answers(id, 3), 'key'), 'value')
  assert.equal(await theirs.get(answers(id, 4), 'key'), undefined)
  assert.equal(await theirs.get(answers(aWorkspace(), 3), 'key'), undefined)
  assert.ok((await theirs.listWorkspaces()).includes(id))
  const { bytes, entries } = await theirs.describe(id)
  assert.ok(bytes > 0)
  assert.deepEqual(entries, { embedding: 0, search: 0, answer: 1 })
})

testRedis('an older version never takes the place of a newer one, and a newer one ends all of the older', async ({ url }) => {
  await using store = await openStore(url)
  const id = aWorkspace()
  await store.set(answers(id, 9), 'first', 'of nine')
  await store.set(answers(id, 10), 'second', 'of ten')
  await store.set(answers(id, 9), 'second', 'too late')
  assert.equal(await store.get(answers(id, 10), 'second'), 'of ten')
  assert.equal(await store.get(answers(id, 9), 'first'), undefined)
  assert.equal((await store.describe(id)).entries.answer, 1)
})

testRedis('what is forgotten is not in Redis any more, and comes back by nobody who is late; vectors stay', async (server) => {
  await using store = await openStore(server.url)
  const id = aWorkspace()
  const vectors = { workspaceId: id, kind: 'embedding', version: 0 } as const
  await store.set(answers(id, 3), 'key', 'the secret text')
  await store.set(vectors, 'key', 'a vector')
  await store.forget(id, 4)
  await store.set(answers(id, 3), 'key', 'the secret text')
  assert.doesNotMatch(await server.dump(), /the secret text/)
  assert.equal(await store.get(vectors, 'key'), 'a vector')
  await store.set(answers(id, 4), 'key', 'of four')
  await store.forget(id)
  assert.equal(await store.get(answers(id, 4), 'key'), undefined)
  assert.equal(await store.get(vectors, 'key'), undefined)
  await store.set(answers(id, 3), 'key', 'the secret text')
  assert.doesNotMatch(await server.dump(), /the secret text/)
})

testRedis('Redis that dies or hangs takes nothing along: all is made anew, and kept again once it is back', async (server) => {
  const metrics = createMetrics()
  const config = { redisUrl: server.url, maxBytes: 1_000 }
  await using cache = new Cache(config, { metrics, log, now: () => new Date(), release: 'one' })
  const space = answers(aWorkspace(), 1)
  let made = 0
  const make = () => cache.getOrMake(space, 'key', async () => ({ value: ++made, mayKeep: true }))
  const reachable = async () => (await cache.describe(space.workspaceId)).isReachable
  const untilReachable = async (wanted: boolean) => {
    for (let i = 0; (await reachable()) !== wanted; i++) {
      if (i === 400) throw new Error('It did not come in time.')
      await delay(25)
    }
  }
  await untilReachable(true)
  assert.deepEqual([await make(), await make()], [1, 1])

  await server.kill()
  assert.deepEqual([await make(), await make()], [2, 3])
  await cache.forget(space.workspaceId, 2)
  assert.equal(await reachable(), false)

  await server.start()
  await untilReachable(true)
  assert.deepEqual([await make(), await make()], [4, 4])

  server.freeze()
  assert.deepEqual([await make(), await make(), await make()], [5, 6, 7])
  assert.equal(await reachable(), false)
  server.thaw()
  await untilReachable(true)
  await make()
  const kept = made
  await make()
  assert.equal(made, kept)
})

testRedis('what is broken in Redis counts as not there', async ({ url }) => {
  const config = { redisUrl: url, maxBytes: 1_000 }
  await using cache = new Cache(config, { metrics: createMetrics(), log, now: () => new Date(), release: 'one' })
  await using store = await openStore(url)
  const space = answers(aWorkspace(), 1)
  await store.set(space, 'one key', '{"cut off')
  assert.equal(await cache.get(space, 'key'), undefined)
})

test('without Redis a store gives nothing, and its cache makes everything', async () => {
  const config = { redisUrl: 'redis://127.0.0.1:1', maxBytes: 1_000 }
  await using cache = new Cache(config, { metrics: createMetrics(), log, now: () => new Date(), release: 'one' })
  const space = answers(aWorkspace(), 1)
  assert.equal(await cache.getOrMake(space, 'key', async () => ({ value: 'made', mayKeep: true })), 'made')
  assert.equal((await cache.describe(space.workspaceId)).isReachable, false)
  await cache.forget(space.workspaceId)
  assert.deepEqual(await cache.listWorkspaces(), [])
})
