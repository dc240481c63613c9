import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { BlobTooLarge } from './blob-store.ts'
import { FileBlobStore } from './file-blob-store.ts'

const directory = await mkdtemp(join(tmpdir(), 'brain-blobs-'))
after(() => rm(directory, { recursive: true }))
const blobs = await FileBlobStore.open(directory, { isShared: false })
const aKey = () => `${randomUUID()}/${randomUUID()}`

async function* pieces(count: number, bytes: number) {
  for (let i = 0; i < count; i++) yield Buffer.alloc(bytes, i)
}

test('a file over the limit leaves nothing behind, and its sender keeps the rest', async () => {
  const key = aKey()
  const source = Readable.from(pieces(10, 1000))
  await assert.rejects(
    blobs.put(key, source.iterator({ destroyOnReturn: false }), { maxBytes: 2500 }),
    (error) => error instanceof BlobTooLarge && error.maxBytes === 2500,
  )
  assert.equal(await blobs.exists(key), false)
  assert.deepEqual(await readdir(join(directory, 'incoming')), [])
  assert.equal((await buffer(source)).byteLength, 7000)
})

test('a sender that breaks off leaves nothing behind', async () => {
  const key = aKey()
  const broken = (async function* () {
    yield Buffer.from('the first half')
    throw new Error('connection lost')
  })()
  await assert.rejects(blobs.put(key, broken, { maxBytes: 1000 }), /connection lost/)
  assert.equal(await blobs.read(key), undefined)
  assert.deepEqual(await readdir(join(directory, 'incoming')), [])
})

test('a key that could leave the directory is refused', async () => {
  for (const key of ['../../etc/passwd', 'a/b', `${randomUUID()}/../${randomUUID()}`])
    await assert.rejects(async () => blobs.read(key), /Not a blob key/)
})

test('what was stored comes back with its size and hash', async () => {
  const key = aKey()
  const stored = await blobs.put(key, pieces(3, 70_000), { maxBytes: 1_000_000 })
  const content = await buffer((await blobs.get(key))!)
  assert.equal(stored.bytes, 210_000)
  assert.equal(stored.sha256, createHash('sha256').update(content).digest('hex'))
  await blobs.delete(key)
  await blobs.delete(key)
  assert.equal(await blobs.get(key), undefined)
})

test('leftovers of a crash are swept at the next start, but not those of a living neighbour', async () => {
  const leftover = join(directory, 'incoming', 'x.part')
  await writeFile(leftover, 'half')
  await FileBlobStore.open(directory, { isShared: true })
  assert.deepEqual(await readdir(join(directory, 'incoming')), ['x.part'])
  await FileBlobStore.open(directory, { isShared: false })
  assert.deepEqual(await readdir(join(directory, 'incoming')), [])
})
