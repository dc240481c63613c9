import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { App } from '#platform/context'
import { makeKey } from './api-key.ts'
import { KeyCache } from './key-cache.ts'
import type { LiveKey } from './key-store.ts'

const { id, key, secretHash } = makeKey()
const live: LiveKey = {
  id,
  workspaceId: crypto.randomUUID(),
  secretHash,
  scopes: ['documents.read', 'a.scope-of-a-later-version'],
  expiresAt: null,
  lastUsedAt: new Date(0),
  userId: 'u',
  name: 'Somebody',
  email: 'somebody@example.com',
  language: null,
  isOperator: false,
  hasSecondFactor: false,
}

/** A cache over a database whose look-ups the test answers. */
function openCache() {
  const asked: PromiseWithResolvers<LiveKey | undefined>[] = []
  let now = 0 // so long ago that no use is noted
  const database = {
    asSystem: () => {
      const one = Promise.withResolvers<LiveKey | undefined>()
      asked.push(one)
      return one.promise
    },
  }
  const cache = new KeyCache({ database, now: () => new Date(now) } as unknown as App)
  const pass = (ms: number) => {
    now += ms
  }
  return { cache, asked, pass }
}

test('a key is looked up once a second, however often it comes', async () => {
  const { cache, asked, pass } = openCache()
  const found = [cache.find(key), cache.find(key)]
  asked[0]!.resolve(live)
  assert.deepEqual((await found[0])?.key?.scopes, ['documents.read'], 'unknown scopes open nothing')
  assert.equal((await found[1])?.id, id)
  pass(999)
  assert.ok(await cache.find(key))
  assert.equal(asked.length, 1)
  pass(1)
  void cache.find(key)
  assert.equal(asked.length, 2)
})

test('what was looked up before a key was revoked is not remembered after it', async () => {
  const { cache, asked } = openCache()
  const before = cache.find(key)
  cache.forgetKey(id)
  asked[0]!.resolve(live)
  await before
  const after = cache.find(key)
  assert.equal(asked.length, 2)
  asked[1]!.resolve(undefined)
  assert.equal(await after, undefined)
})

test('a look-up that failed is not remembered either', async () => {
  const { cache, asked } = openCache()
  const failed = cache.find(key)
  asked[0]!.reject(new Error('away'))
  await assert.rejects(failed, /away/)
  const again = cache.find(key)
  asked[1]!.resolve(live)
  assert.ok(await again)
})

test('a key with a typing error is not looked up at all', async () => {
  const { cache, asked } = openCache()
  assert.equal(await cache.find(`${key.slice(0, -1)}${key.endsWith('x') ? 'y' : 'x'}`), undefined)
  assert.equal(asked.length, 0)
})
