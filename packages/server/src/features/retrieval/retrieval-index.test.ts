import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { App, WorkspaceContext } from '#platform/context'
import { type Database, migrate, openDatabase, type WorkspaceDb } from '#platform/database'
import { createLog } from '#platform/log'
import { beginCheck, checkIndex, checkIndexSlice } from './check-index.ts'
import { indexPassages } from './index-passages.ts'
import { MemoryIndex } from './lexical/memory-index.ts'
import { rebuildIndex } from './rebuild-index.ts'
import { type IndexedPassage, removePassages } from './remove-passages.ts'
import { listBlocksAfter } from './retrieval-store.ts'
import { retrievePassages } from './retrieve-passages.ts'

let database: Database
let dataDir: string

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'brain-retrieval-'))
  const log = createLog('error')
  database = await openDatabase({ url: process.env.TEST_DATABASE_URL || undefined, dataDir, maxConnections: 4, log })
  await migrate(database)
})
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

const handbook = [
  ['Leave', 'Every employee has thirty days of paid leave. Requests are approved by the team lead within a week.'],
  ['Travel', 'Train tickets are booked through the travel desk. Flights within the country are not refunded.'],
  ['Urlaub', 'Der Urlaubsantrag wird bis zum ersten März gestellt. Die Genehmigung erteilt die Teamleitung.'],
  ['Backups', 'The nightly backup starts at two. A restore is rehearsed every month by the operations team.'],
] as const

type Workspace = { readonly id: string; readonly ctx: WorkspaceContext }

async function aWorkspace(): Promise<Workspace> {
  const id = randomUUID()
  await database.asSystem((db) =>
    sql`insert into workspaces (id, slug, name) values (${id}, ${`w-${id.slice(0, 8)}`}, 'Test')`.execute(db.query),
  )
  const app = { database } as App
  const transact: WorkspaceContext['transact'] = (work) => database.transact(id, work, { reader: 'product' })
  const ctx = { app, workspaceId: id, transact, read: transact } as WorkspaceContext
  return { id, ctx }
}

/** Stores one document of one passage, as the pipeline does, and returns what removing it needs. */
async function addDocument(
  db: WorkspaceDb,
  [title, text]: readonly [string, string],
  options: { isDeleted?: boolean; indexedVersion?: number; collectionId?: string } = {},
): Promise<IndexedPassage & { documentId: string }> {
  const documentId = randomUUID()
  const passage = { title, headingPath: ['Handbook'], language: 'en', text }
  const [ordinal] = await indexPassages(db, [passage])
  await sql`
    insert into brain_documents (workspace_id, id, collection_id, title, state, indexed_version, content_hash, bytes, deleted_at)
    values (${db.workspaceId}, ${documentId}, ${options.collectionId ?? null}, ${title}, 'ready', ${options.indexedVersion ?? 1},
      ${documentId}, 1, ${options.isDeleted ? new Date() : null})`.execute(db.query)
  await sql`
    insert into passages (workspace_id, id, document_id, collection_key, version, position, ordinal, heading_path, start_offset, end_offset, language, text)
    select workspace_id, ${randomUUID()}, id, collection_key, 1, 0, ${ordinal}, ${passage.headingPath}, 0, ${text.length}, 'en', ${text}
    from brain_documents where workspace_id = ${db.workspaceId} and id = ${documentId}`.execute(db.query)
  return { ...passage, ordinal: ordinal!, documentId }
}

const addHandbook = (workspace: Workspace) =>
  workspace.ctx.transact(async (db) => {
    for (const document of handbook) await addDocument(db, document)
  })

async function snapshot(db: WorkspaceDb): Promise<string[]> {
  return (await listBlocksAfter(db, '', -1, 10_000)).map(
    ({ term, block, documentFrequency, postings }) =>
      `${term} ${block} ${documentFrequency} ${Buffer.from(postings).toString('hex')}`,
  )
}

const titlesFor = async ({ ctx }: Workspace, question: string, collections?: string[]) =>
  (await retrievePassages(ctx, { question, collections, limit: 10 })).passages.map(({ documentTitle }) => documentTitle)

test('a question finds the passage that answers it, in both languages and with a typing error', async () => {
  const workspace = await aWorkspace()
  await addHandbook(workspace)
  assert.equal((await titlesFor(workspace, 'How many days of paid leave do employees have?'))[0], 'Leave')
  assert.equal((await titlesFor(workspace, 'Bis wann muss der Urlaubsantrag gestellt werden?'))[0], 'Urlaub')
  assert.equal((await titlesFor(workspace, 'When is the restroe rehearsed?'))[0], 'Backups')
})

test('the database ranks as the index in memory does, score by score', async () => {
  const workspace = await aWorkspace()
  await addHandbook(workspace)
  const memory = new MemoryIndex()
  for (const [title, text] of handbook) {
    const where = { documentId: title, headingPath: ['Handbook'], page: null, start: 0, end: text.length, language: 'en' }
    memory.add({ ...where, passageId: title, documentTitle: title, text })
  }
  for (const question of ['Who approves leave requests?', 'traavel ticket by train', 'Genehmigung der Teamleitung']) {
    const stored = (await retrievePassages(workspace.ctx, { question, limit: 10 })).passages
    const held = memory.retrieve(question).passages
    assert.ok(held.length > 0)
    assert.deepEqual(
      stored.map(({ documentTitle, score, bm25 }) => [documentTitle, score.toFixed(6), bm25.toFixed(6)]),
      held.map(({ documentTitle, score, bm25 }) => [documentTitle, score.toFixed(6), bm25.toFixed(6)]),
    )
  }
})

test('what is removed leaves nothing behind, not even its words', async () => {
  const workspace = await aWorkspace()
  await addHandbook(workspace)
  const untouched = await workspace.ctx.transact(snapshot)
  const secret = await workspace.ctx.transact((db) =>
    addDocument(db, ['Merger', 'The zanzibar project is paid by the travel desk.']),
  )
  assert.notDeepEqual(await workspace.ctx.transact(snapshot), untouched)
  await workspace.ctx.transact(async (db) => {
    await removePassages(db, [secret])
    await sql`delete from brain_documents where workspace_id = ${db.workspaceId} and id = ${secret.documentId}`.execute(db.query)
  })
  assert.deepEqual(await workspace.ctx.transact(snapshot), untouched)
  assert.deepEqual(await workspace.ctx.transact(checkIndex), [])
})

test('the check tells what the index and the passages disagree about, and a rebuild mends it', async () => {
  const workspace = await aWorkspace()
  await addHandbook(workspace)
  const whole = await workspace.ctx.transact(snapshot)
  await workspace.ctx.transact(async (db) => {
    await sql`delete from retrieval_blocks where workspace_id = ${db.workspaceId} and term = 'leav'`.execute(db.query)
    await sql`update retrieval_blocks set term = 'nowher' where workspace_id = ${db.workspaceId} and term = 'travel'`.execute(
      db.query,
    )
    await sql`update retrieval_statistics set passages = 9 where workspace_id = ${db.workspaceId}`.execute(db.query)
  })
  const disagreements = await workspace.ctx.transact(checkIndex)
  assert.deepEqual(disagreements.map(({ kind, ...rest }) => `${kind} ${'term' in rest ? rest.term : rest.field}`).sort(), [
    'block-foreign nowher',
    'block-missing leav',
    'block-missing travel',
    'statistics passages',
  ])
  assert.deepEqual(await workspace.ctx.transact(rebuildIndex), { passages: 4 })
  assert.deepEqual(await workspace.ctx.transact(checkIndex), [])
  assert.deepEqual(await workspace.ctx.transact(snapshot), whole)
})

test('a large workspace is checked in slices, each in a transaction of its own', async () => {
  const workspace = await aWorkspace()
  await addHandbook(workspace)
  await workspace.ctx.transact((db) =>
    sql`update retrieval_statistics set next_ordinal = 150000 where workspace_id = ${db.workspaceId}`.execute(db.query),
  )
  await addHandbook(workspace)
  const checkAll = async () => {
    let [check, slices] = [beginCheck, 0]
    for (; !check.isDone; slices++) check = await workspace.ctx.transact((db) => checkIndexSlice(db, check))
    return { slices, disagreements: check.disagreements }
  }
  assert.deepEqual(await checkAll(), { slices: 3, disagreements: [] })
  await workspace.ctx.transact((db) =>
    sql`delete from retrieval_blocks where workspace_id = ${db.workspaceId} and term = 'leav' and block > 0`.execute(db.query),
  )
  assert.deepEqual((await checkAll()).disagreements, [{ kind: 'block-missing', term: 'leav', block: 36 }])
})

test('deleted documents, coming versions, other collections and other workspaces are never shown', async () => {
  const [ours, theirs] = [await aWorkspace(), await aWorkspace()]
  const collectionId = randomUUID()
  await ours.ctx.transact(async (db) => {
    await sql`insert into collections (workspace_id, id, name) values (${db.workspaceId}, ${collectionId}, 'Open')`.execute(
      db.query,
    )
    await addDocument(db, ['Deleted', 'The canteen opens at noon.'], { isDeleted: true })
    await addDocument(db, ['Coming', 'The canteen opens at one.'], { indexedVersion: 2 })
    await addDocument(db, ['Elsewhere', 'The canteen opens at two.'])
    await addDocument(db, ['Here', 'The canteen opens at three.'], { collectionId })
  })
  const question = 'When does the canteen open?'
  assert.deepEqual((await titlesFor(ours, question)).sort(), ['Elsewhere', 'Here'])
  assert.deepEqual(await titlesFor(ours, question, [collectionId]), ['Here'])
  assert.deepEqual(await titlesFor(theirs, question), [])
})

test('a filter finds its passages even when many better ones lie outside of it', async () => {
  const workspace = await aWorkspace()
  const collectionId = randomUUID()
  await workspace.ctx.transact(async (db) => {
    await sql`insert into collections (workspace_id, id, name) values (${db.workspaceId}, ${collectionId}, 'Small')`.execute(
      db.query,
    )
    for (let i = 0; i < 60; i++) await addDocument(db, [`Canteen ${i}`, 'canteen canteen canteen'])
    await addDocument(db, ['Wanted', 'Among much else that is said here there is a word on the canteen.'], { collectionId })
  })
  assert.deepEqual(await titlesFor(workspace, 'canteen', [collectionId]), ['Wanted'])
})

test('passages that may not be read leave no gap in the result, nor in its size', async () => {
  const workspace = await aWorkspace()
  const collectionId = randomUUID()
  const add = (count: number, text: string, options = {}) =>
    workspace.ctx.transact(async (db) => {
      for (let i = 0; i < count; i++) await addDocument(db, [`Note ${i}`, text], options)
    })
  await add(60, 'The canteen is open.')
  const look = async () => {
    const transact: WorkspaceContext['transact'] = (work) => database.transact(workspace.id, work)
    const ctx = { ...workspace.ctx, transact, read: transact } as WorkspaceContext
    const { passages, total } = await retrievePassages(ctx, { question: 'canteen', limit: 60 })
    return { total, passages: passages.map(({ passageId }) => passageId) }
  }
  const before = await look()
  assert.equal(before.total, 60)

  await workspace.ctx.transact((db) =>
    sql`insert into collections (workspace_id, id, name, access)
      values (${db.workspaceId}, ${collectionId}, 'Closed', 'members')`.execute(db.query),
  )
  await add(70, 'canteen canteen canteen', { collectionId })
  assert.deepEqual(await look(), before)
  // More than the first wider look takes in.
  await add(640, 'canteen canteen', { collectionId })
  assert.deepEqual(await look(), before)
})

test('parallel imports into one workspace lose nothing', async () => {
  const workspace = await aWorkspace()
  const imports = Array.from({ length: 8 }, (_, i) =>
    workspace.ctx.transact((db) => addDocument(db, [`Note ${i}`, `Shared words and number${i} of its own.`])),
  )
  const ordinals = (await Promise.all(imports)).map(({ ordinal }) => ordinal)
  assert.equal(new Set(ordinals).size, 8)
  assert.deepEqual(await workspace.ctx.transact(checkIndex), [])
})
