import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { WorkspaceDb } from '#platform/database'
import { rebuildIndex } from '#retrieval'
import { HotPostings, hotPostingsOf } from '../src/features/retrieval/hot-postings.ts'
import { RecentVocabulary } from '../src/features/retrieval/recent-vocabulary.ts'
import { startWorld, type TestWorkspace } from './world.ts'

// Frequent words are held in memory between questions; whoever asks must not be able to tell.
const world = await startWorld()
const { app } = world.server

/** Enough passages that a word which all of them have counts as frequent. */
const longText = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${word} ${'Nothing else is said here. '.repeat(40)} ${i}.`).join('\n\n')

const totalOf = async ({ client }: TestWorkspace, q: string) =>
  (await client.call(contract.retrieval.search, { query: { q, limit: 50 } })).hits.length

const rowsFor = (hot: HotPostings, workspace: TestWorkspace, terms: string[]) =>
  workspace.transact(async (db: WorkspaceDb) => {
    const found = (await hot.read(db, terms))!
    return { statistics: found.statistics, rows: found.rows.map((row) => ({ ...row, postings: Buffer.from(row.postings) })) }
  })

test('what is held for a frequent word is what stands in the database, after every kind of change', async () => {
  const workspace = await world.aWorkspace()
  const hot = new HotPostings()
  const terms = ['harbour', 'noth', 'absent']
  const compare = async () =>
    assert.deepEqual(await rowsFor(hot, workspace, terms), await rowsFor(new HotPostings(), workspace, terms))
  const first = await workspace.import({ title: 'Harbour', text: longText('harbour', 300) })
  await compare()
  assert.ok(hot.bytes > 0)
  await compare()
  await workspace.import({ title: 'More', text: longText('harbour', 20) })
  await compare()
  await workspace.client.call(contract.documents.updateDocument, { params: { id: first.id }, body: { title: 'Harbour harbour' } })
  await compare()
  await workspace.transact(rebuildIndex)
  await compare()
  await workspace.client.call(contract.documents.deleteDocument, { params: { id: first.id }, query: { permanently: 'true' } })
  await compare()
})

test('a word that is held in one workspace finds nothing in another', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  await ours.import({ title: 'Ours', text: longText('lighthouse', 300) })
  await theirs.import({ title: 'Theirs', text: 'There is no such tower here.' })
  assert.ok((await totalOf(ours, 'lighthouse')) > 0)
  assert.ok((await totalOf(ours, 'lighthouse')) > 0)
  assert.equal(await totalOf(theirs, 'lighthouse'), 0)
  assert.ok(hotPostingsOf(app).bytes > 0)
})

test('a change that was rolled back leaves nothing behind', async () => {
  const workspace = await world.aWorkspace()
  const document = await workspace.import({ title: 'Pier', text: longText('pier', 300) })
  const hot = new HotPostings()
  const before = await rowsFor(hot, workspace, ['pier'])
  const { eraseDocument } = await import('../src/features/documents/erase-document.ts')
  const { indexPassages, removePassages } = await import('#retrieval')
  const undone = workspace.transact(async (db) => {
    await eraseDocument(db, { addPassages: indexPassages, removePassages, notePassages: async () => {} }, document.id)
    assert.deepEqual((await hot.read(db, ['pier']))!.rows, [])
    throw new Error('on purpose')
  })
  await assert.rejects(undone, /on purpose/)
  assert.deepEqual(await rowsFor(hot, workspace, ['pier']), before)
})

test('rare words are not held, and what is held has a limit', async () => {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Quay', text: `${longText('quay', 300)}\n\nsecretword` })
  const hot = new HotPostings()
  await rowsFor(hot, workspace, ['secretword'])
  assert.equal(hot.bytes, 0)
  const small = new HotPostings(100)
  assert.equal((await rowsFor(small, workspace, ['quay'])).rows.length > 0, true)
  assert.equal(small.bytes, 0)
})

test('the terms that are kept for misspelt words are those of the index as it stands, and of one workspace', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const recent = new RecentVocabulary()
  const termsIn = ({ transact }: TestWorkspace) =>
    transact(async (db) => {
      const { state } = (await new HotPostings().read(db, []))!
      return [...(await recent.read(db, state, new Set(['ha', 'li']))).values()].flatMap((terms) => terms.split(' ')).sort()
    })
  const first = await ours.import({ title: 'One', text: 'Harbour harpoon lighthouse.' })
  await theirs.import({ title: 'Two', text: 'Halyard.' })
  const [known, foreign] = [await termsIn(ours), await termsIn(theirs)]
  assert.deepEqual(
    [known, foreign],
    [
      ['harbour', 'harpoon', 'lighthous'],
      ['', 'halyard'],
    ],
  )
  assert.deepEqual(await termsIn(ours), known)
  await ours.import({ title: 'Three', text: 'Hatch and harbour.' })
  assert.deepEqual(await termsIn(ours), ['harbour', 'harpoon', 'hatch', 'lighthous'])
  await ours.client.call(contract.documents.deleteDocument, { params: { id: first.id }, query: { permanently: 'true' } })
  await ours.settle()
  assert.deepEqual(await termsIn(ours), ['', 'harbour', 'hatch'])
  assert.deepEqual(await termsIn(theirs), foreign)
})
