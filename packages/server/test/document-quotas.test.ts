import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError, contract, type DocumentView, type UsageMetric } from '@brain-ai/contract'
import { recountUsage } from '#workspaces'
import { startWorld, type TestWorkspace } from './world.ts'

const world = await startWorld({ BRAIN_UNDO_SECONDS: '3600' })
const { documents, collections } = contract

/** A workspace with limits of its own. */
async function aLimitedWorkspace(limits: Partial<Record<UsageMetric, number>>): Promise<TestWorkspace> {
  const workspace = await world.aWorkspace()
  await setLimits(workspace, limits)
  return workspace
}

const setLimits = (workspace: TestWorkspace, limits: Partial<Record<UsageMetric, number>>) =>
  world.server.app.database.asSystem((db) =>
    db.query
      .updateTable('workspaces')
      .set({ limits: JSON.stringify(limits) })
      .where('id', '=', workspace.id)
      .execute(),
  )

/** What is counted; it always equals what is there. */
async function stocks(workspace: TestWorkspace): Promise<{ documents: number; storage: number }> {
  assert.deepEqual(await workspace.transact(recountUsage), [])
  const rows = await workspace.transact((db) =>
    db.query.selectFrom('workspace_usage').select(['metric', 'value']).where('workspace_id', '=', db.workspaceId).execute(),
  )
  const of = (metric: string) => Number(rows.find((row) => row.metric === metric)?.value ?? 0)
  return { documents: of('documents'), storage: of('storage') }
}

const importText = async (
  { client }: TestWorkspace,
  title: string,
  text: string,
  more: { collection?: string; source?: string } = {},
) => (await client.call(documents.importDocuments, { body: { title, text, ...more } })).documents[0]!
const upload = ({ client }: TestWorkspace, files: Record<string, string>) =>
  client.upload(Object.entries(files).map(([name, content]) => ({ name, content: new Blob([content]) })))
const remove = ({ client }: TestWorkspace, { id }: DocumentView, permanently = false) =>
  client.call(documents.deleteDocument, { params: { id }, query: { permanently: String(permanently) } })
const restore = ({ client }: TestWorkspace, { id }: DocumentView) => client.call(documents.restoreDocument, { params: { id } })

const isRefused = (metric: UsageMetric, limit: number) => (error: unknown) => {
  assert.ok(error instanceof BrainError, String(error))
  assert.equal(error.code, 'limit/reached')
  assert.deepEqual([error.details.status, error.details.metric, error.details.limit], [403, metric, limit])
  return true
}

/** The files on the disk that belong to a workspace. */
async function countBlobs(workspace: TestWorkspace): Promise<number> {
  const { glob } = await import('node:fs/promises')
  return (await Array.fromAsync(glob(`blobs/${workspace.id}/*/*`, { cwd: world.dataDir }))).length
}

test('documents and the bytes of all their versions are counted, and duplicates take nothing', async () => {
  const workspace = await world.aWorkspace()
  const first = await importText(workspace, 'One', '12345')
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 5 })
  assert.equal((await importText(workspace, 'Again', '12345')).isDuplicate, true)
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 5 })
  await workspace.client.replaceContent(first.id, { name: 'a.txt', content: new Blob(['1234567']) })
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 12 })
  await workspace.client.replaceContent(first.id, { name: 'a.txt', content: new Blob(['1234567']) })
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 12 })
  await importText(workspace, 'Two', 'abc', { source: 'drive/two', collection: 'Drive' })
  await importText(workspace, 'Two', 'abcd', { source: 'drive/two', collection: 'Drive' })
  assert.deepEqual(await stocks(workspace), { documents: 2, storage: 19 })
  await workspace.settle()
})

test('what is deleted is given back, what is restored is taken again, and what is erased is given back once', async () => {
  const workspace = await world.aWorkspace()
  const [one, two] = [await importText(workspace, 'One', '12345'), await importText(workspace, 'Two', '1234567')]
  await workspace.client.replaceContent(one.id, { name: 'a.txt', content: new Blob(['12']) })
  await remove(workspace, one)
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 7 })
  await restore(workspace, one)
  assert.deepEqual(await stocks(workspace), { documents: 2, storage: 14 })
  await remove(workspace, one)
  await remove(workspace, one, true)
  assert.deepEqual(await stocks(workspace), { documents: 1, storage: 7 })
  await remove(workspace, two, true)
  assert.deepEqual(await stocks(workspace), { documents: 0, storage: 0 })
})

test('at the limit nothing more is taken, a text and a single file say so, and nothing of them is kept', async () => {
  const workspace = await aLimitedWorkspace({ documents: 2 })
  const { documents: taken, rejected } = await upload(workspace, { 'a.txt': 'A.', 'b.txt': 'B.', 'c.txt': 'C.', 'd.txt': '' })
  assert.equal(taken.length, 2)
  assert.deepEqual(
    rejected.map(({ fileName, code }) => [fileName, code]),
    [
      ['c.txt', 'limit/reached'],
      ['d.txt', 'document/empty'],
    ],
  )
  await assert.rejects(upload(workspace, { 'c.txt': 'C.' }), isRefused('documents', 2))
  await assert.rejects(importText(workspace, 'C', 'C.'), isRefused('documents', 2))
  assert.deepEqual(await stocks(workspace), { documents: 2, storage: 4 })
  assert.equal(await countBlobs(workspace), 2)

  // What is there already is still recognized, and a new version of it is no new document.
  assert.equal((await importText(workspace, 'A again', 'A.')).isDuplicate, true)
  await workspace.client.replaceContent(taken[0]!.id, { name: 'a.txt', content: new Blob(['A!']) })
  await remove(workspace, taken[1]!)
  await importText(workspace, 'C', 'C.')
  await assert.rejects(restore(workspace, taken[1]!), isRefused('documents', 2))
  await workspace.settle()
})

test('the bytes of files have a limit of their own, for new versions as well', async () => {
  const workspace = await aLimitedWorkspace({ storage: 10 })
  const one = await importText(workspace, 'One', '123456')
  await assert.rejects(importText(workspace, 'Two', '12345'), isRefused('storage', 10))
  await assert.rejects(
    workspace.client.replaceContent(one.id, { name: 'a.txt', content: new Blob(['12345']) }),
    isRefused('storage', 10),
  )
  await importText(workspace, 'Three', '1234')
  assert.deepEqual(await stocks(workspace), { documents: 2, storage: 10 })
  assert.equal(await countBlobs(workspace), 2)
  assert.equal((await workspace.client.call(documents.getDocument, { params: { id: one.id } })).version, 1)
})

test('of a large file no more than its beginning is stored where the workspace is full', async () => {
  const workspace = await aLimitedWorkspace({ documents: 1 })
  await importText(workspace, 'One', '1')
  const { blobs } = world.server.app
  let stored = 0
  const put = blobs.put.bind(blobs)
  blobs.put = async (key, content, limit) => {
    async function* counted() {
      for await (const piece of content as AsyncIterable<Uint8Array>) {
        stored += piece.byteLength
        yield piece
      }
    }
    return put(key, content instanceof Uint8Array ? content : counted(), limit)
  }
  const huge = new Blob(Array.from({ length: 20 }, () => new Uint8Array(1_000_000).fill(97)))
  await assert
    .rejects(workspace.client.upload([{ name: 'huge.txt', content: huge }]), isRefused('documents', 1))
    .finally(() => Object.assign(blobs, { put }))
  assert.ok(stored > 0 && stored < 2_000_000, `${stored} bytes`)
  assert.equal(await countBlobs(workspace), 1)
})

test('five hundred documents at once come to exactly the limit of fifty', async () => {
  const workspace = await aLimitedWorkspace({ documents: 50 })
  const replies = await Promise.allSettled(
    Array.from({ length: 500 }, (_, number) => importText(workspace, `Note ${number}`, `Number ${number}.`)),
  )
  const taken = replies.filter(({ status }) => status === 'fulfilled')
  for (const reply of replies) if (reply.status === 'rejected') isRefused('documents', 50)(reply.reason)
  assert.equal(taken.length, 50)
  assert.equal((await stocks(workspace)).documents, 50)
  assert.equal((await workspace.client.call(documents.listDocuments, { query: { limit: 1 } })).total, 50)
  assert.equal(await countBlobs(workspace), 50)
  await workspace.settle()
})

test('whatever is done at once, what is counted is what is there', async () => {
  const workspace = await aLimitedWorkspace({ documents: 12, storage: 400 })
  const member = await workspace.addMember('member')
  const people = [workspace.client, member.client]
  const closed = await workspace.client.call(collections.createCollection, { body: { name: 'Closed', access: 'members' } })
  await workspace.client.call(collections.setCollectionReaders, {
    params: { id: closed.id },
    body: { access: 'members', members: [workspace.owner.id, member.userId] },
  })
  const known: string[] = []
  const random = randomNumbers(20_261_125)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const places = [undefined, 'Open', 'Other', closed.id]

  const operations: readonly (() => Promise<unknown>)[] = [
    importOne,
    importOne,
    importOne,
    () => act((client, id) => client.call(documents.deleteDocument, { params: { id } })),
    () => act((client, id) => client.call(documents.deleteDocument, { params: { id }, query: { permanently: 'true' } })),
    () => act((client, id) => client.call(documents.restoreDocument, { params: { id } })),
    () =>
      act((client, id) => client.call(documents.updateDocument, { params: { id }, body: { collection: any(places) ?? null } })),
    () => act((client, id) => client.replaceContent(id, { name: 'v.txt', content: new Blob([aText()]) })),
  ]
  function aText(): string {
    return `Text ${Math.floor(random() * 25)} ${'.'.repeat(Math.floor(random() * 3) * 9)}`
  }
  async function importOne(): Promise<void> {
    const [collection, source] = [any(places), any([undefined, undefined, 'a', 'b'])]
    const body = { title: 'Any', text: aText(), ...(collection && { collection }), ...(source && { source }) }
    const reply = await any(people).call(documents.importDocuments, { body })
    known.push(reply.documents[0]!.id)
  }
  async function act(work: (client: (typeof people)[number], id: string) => Promise<unknown>): Promise<void> {
    if (known.length === 0) return importOne()
    await work(any(people), any(known))
  }

  const expected = ['limit/reached', 'document/not-found', 'document/not-deleted', 'document/duplicate']
  let refused = 0
  for (let round = 0; round < 10; round++) {
    const ended = await Promise.allSettled(Array.from({ length: 20 }, () => any(operations)()))
    for (const one of ended) {
      if (one.status === 'fulfilled') continue
      const { code } = one.reason as BrainError
      assert.ok(expected.includes(code), String((one.reason as Error).stack))
      if (code === 'limit/reached') refused++
    }
    await stocks(workspace)
  }
  assert.ok(refused > 0, 'the limits were never reached')
  await workspace.settle()
  const { documents: there, storage } = await stocks(workspace)
  assert.ok(there <= 12 && storage <= 400)
})

/** The same numbers in each run, mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
