import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryStore } from './memory-store.ts'

const at = (version: number, kind: 'answer' | 'search' = 'answer', workspaceId = 'a') => ({ workspaceId, kind, version })
const vectors = { workspaceId: 'a', kind: 'embedding', version: 0 } as const

function aStore(maxBytes = 100_000) {
  const evicted: string[] = []
  return { store: new MemoryStore(maxBytes, (workspaceId) => void evicted.push(workspaceId)), evicted }
}

test('what is kept is given again in its version only, and to its workspace only', async () => {
  const { store } = aStore()
  await store.set(at(3), 'key', 'value')
  assert.equal(await store.get(at(3), 'key'), 'value')
  assert.equal(await store.get(at(2), 'key'), undefined)
  assert.equal(await store.get(at(4), 'key'), undefined)
  assert.equal(await store.get(at(3, 'search'), 'key'), undefined)
  assert.equal(await store.get(at(3, 'answer', 'b'), 'key'), undefined)
})

test('an older version never takes the place of a newer one, and a newer one ends all of the older', async () => {
  const { store } = aStore()
  await store.set(at(3), 'first', 'of three')
  await store.set(at(4), 'second', 'of four')
  await store.set(at(3), 'second', 'too late')
  assert.equal(await store.get(at(4), 'second'), 'of four')
  assert.equal(await store.get(at(3), 'first'), undefined)
  assert.equal((await store.describe('a')).entries.answer, 1)
})

test('what is forgotten is gone from memory, and what was made before it and comes later is not taken', async () => {
  const { store } = aStore()
  await store.set(at(3), 'key', 'secret')
  await store.set(at(3, 'search'), 'key', 'secret')
  await store.forget('a', 4)
  assert.deepEqual(await store.describe('a'), { bytes: 0, entries: { embedding: 0, search: 0, answer: 0 } })
  await store.set(at(3), 'key', 'secret')
  assert.equal((await store.describe('a')).bytes, 0)
  await store.set(at(4), 'key', 'new')
  await store.forget('a', 4)
  assert.equal(await store.get(at(4), 'key'), 'new')
})

test('vectors outlive the versions of documents, and go with everything', async () => {
  const { store } = aStore()
  await store.set(vectors, 'key', 'vector')
  await store.forget('a', 9)
  assert.equal(await store.get(vectors, 'key'), 'vector')
  assert.deepEqual(await store.listWorkspaces(), ['a'])
  await store.forget('a')
  assert.equal(await store.get(vectors, 'key'), undefined)
  assert.deepEqual(await store.listWorkspaces(), [])
})

test('what was used longest ago makes room, is counted for its workspace, and the bytes add up', async () => {
  const { store, evicted } = aStore(10_000)
  const value = 'x'.repeat(1_000)
  for (let i = 0; i < 4; i++) await store.set(at(1, 'answer', i % 2 === 0 ? 'a' : 'b'), `${i}`, value)
  assert.equal(await store.get(at(1), '0'), value)
  await store.set(at(1), '4', value)
  assert.deepEqual(evicted, ['b'])
  assert.equal(await store.get(at(1), '0'), value)
  await store.set(at(1), '4', 'y')
  const bytes = (await store.describe('a')).bytes + (await store.describe('b')).bytes
  assert.ok(bytes < 10_000, `${bytes}`)
  await store.forget('a')
  await store.forget('b')
  assert.equal((await store.describe('a')).bytes + (await store.describe('b')).bytes, 0)
})

test('a value larger than the whole cache is not kept, nor the one before it', async () => {
  const { store } = aStore(10_000)
  await store.set(at(1), 'key', 'small')
  await store.set(at(1), 'key', 'x'.repeat(10_000))
  assert.equal(await store.get(at(1), 'key'), undefined)
  assert.equal((await store.describe('a')).bytes, 0)
})
