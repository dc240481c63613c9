import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { retrievePassages } from '#retrieval'
import { deleteDocument } from '../src/features/documents/delete-document.ts'
import type { IndexKind } from '../src/features/retrieval/vectors/generation.ts'
import { findGeneration } from '../src/features/retrieval/vectors/generation-store.ts'
import { listNearest } from '../src/features/retrieval/vectors/nearest-store.ts'
import { getSearchSettings, rebuildVectors } from '../src/features/retrieval/vectors/search-settings.ts'
import { index } from './engine-world.ts'
import { until } from './job-world.ts'
import { nothing, startVectorWorld, type VectorWorkspace } from './vector-world.ts'

const { app, findModel, aHandbook, contextOf, modelOf, asProduct } = await startVectorWorld()
const { engine, hasVector, pool } = app.database
if (!hasVector) console.log('NOT RUN: tests of the index of vectors, as this PostgreSQL has no pgvector.')
const hasIndexes = engine === 'native' && hasVector

type Workspace = VectorWorkspace & { readonly ids: string[] }

const subjects = ['A long journey', 'The train', 'Backup of the records', 'A restore', 'Lunch', 'A meal', 'A poster']
const questions = ['vacation', 'lunch', 'flights by train', 'snapshot of records', 'what is it?']

/** Of bits, an index is asked for 400 that may be found, and has to look further or give up where there are fewer. */
const leastPassages = 450

/** Four documents, one of them so long that an index has something to choose from, and a model whose vectors have so many numbers. */
async function aLibrary(dimensions: number): Promise<Workspace> {
  const workspace = await aHandbook({ model: 'test/large', dimensions })
  const part = (i: number) =>
    `# Part ${i}\n\n${`${subjects[i % subjects.length]}, number ${i}, is written down here. `.repeat(20)}`
  await workspace.add('Notes', Array.from({ length: 700 }, (_, i) => part(i)).join('\n\n'))
  await workspace.rest()
  assert.ok((await workspace.countVectors()) > leastPassages)
  return workspace
}

/** Has the generation think that it holds so many vectors, and look for passages without one: as if it had grown. */
async function grow(workspace: Workspace, vectors: number): Promise<{ kind: IndexKind | null; canteen: string }> {
  const { workspaceId } = workspace.ctx
  await asProduct(workspaceId, (db) =>
    sql`update embedding_generations set embedded = ${vectors} where workspace_id = ${workspaceId}`.execute(db.query),
  )
  const canteen = await workspace.add('Canteen', `Food is served in room ${vectors}.`)
  await workspace.rest()
  return { kind: await indexKindOf(workspace), canteen }
}

async function indexKindOf({ ctx }: Workspace): Promise<IndexKind | null> {
  const { rows } = await asProduct(ctx.workspaceId, (db) =>
    sql<{ kind: IndexKind | null }>`select index_kind as kind from embedding_generations
      where workspace_id = ${db.workspaceId} and state = 'active'`.execute(db.query),
  )
  return rows[0]!.kind
}

async function indexNameOf({ ctx }: Workspace): Promise<string> {
  const { active } = await getSearchSettings(ctx)
  return `passage_embeddings_${active!.id.replaceAll('-', '')}`
}

async function definitionOf(name: string): Promise<string | undefined> {
  const { rows } = await pool.query('select indexdef from pg_indexes where indexname = $1', [name])
  return rows[0]?.indexdef
}

async function timesUsed(name: string): Promise<number> {
  const { rows } = await pool.query('select idx_scan::int as times from pg_stat_user_indexes where indexrelname = $1', [name])
  return rows[0]!.times
}

/** How near the ten nearest passages are, by what the generation has: its index, or comparing all. */
async function nearest(workspace: Workspace, question: string, by: 'index' | 'comparing'): Promise<string[]> {
  const { ctx } = workspace
  const { id } = (await getSearchSettings(ctx)).active!
  const signal = new AbortController().signal
  const { vectors } = await modelOf(workspace, 'test/large').embed([question], { signal, purpose: 'question' })
  return asProduct(ctx.workspaceId, async (db) => {
    const generation = (await findGeneration(db, id))!
    const used = by === 'index' ? generation : { ...generation, indexKind: null }
    const near = await listNearest(db, used, vectors[0]!, { limit: 100, filter: {} })
    assert.equal(near.length, 100)
    return near.slice(0, 10).map(({ similarity }) => similarity.toFixed(2))
  })
}

const titlesOf = async ({ ctx }: Workspace, question: string, filter: object = {}, as = ctx) =>
  (await retrievePassages(as, { question, limit: 9, ...filter }, findModel)).passages.map(({ documentTitle }) => documentTitle)

const kinds = [
  { kind: 'hnsw', dimensions: 384, mostCompared: 7_299 },
  { kind: 'hnsw_bit', dimensions: 1_536, mostCompared: 5_780 },
] as const

for (const { kind, dimensions, mostCompared } of hasIndexes ? kinds : []) {
  test(`${kind}: what is found by the index is what is found by comparing all`, async () => {
    const workspace = await aLibrary(dimensions)
    assert.equal(
      (await grow(workspace, mostCompared - 1)).kind,
      null,
      'an index was built for vectors that are compared as quickly',
    )
    const name = await indexNameOf(workspace)
    await pool.query(`create index ${name} on passage_embeddings (ordinal)`) // what an interrupted run left
    const grown = await grow(workspace, mostCompared)
    assert.equal(grown.kind, kind)
    assert.match((await definitionOf(name))!, /using hnsw .*workspace_id = .*generation_id = /i)
    for (const question of questions)
      assert.deepEqual(await nearest(workspace, question, 'index'), await nearest(workspace, question, 'comparing'), question)
    // What a connection used is counted with one of its later transactions.
    await until(async () => (await nearest(workspace, 'lunch', 'index')) && (await timesUsed(name)) > 0)
  })

  test(`${kind}: the index shows nobody more than comparing does, and holds what comes and goes`, async () => {
    const workspace = await aLibrary(dimensions)
    const [leave, travel] = workspace.ids as [string, string]
    const grown = await grow(workspace, mostCompared)
    assert.equal(grown.kind, kind)
    assert.equal((await titlesOf(workspace, 'vacation'))[0], 'Leave')
    const memo = await workspace.add('Memo', 'The day before a holiday ends early.')
    await workspace.rest()
    assert.deepEqual((await titlesOf(workspace, 'vacation')).slice(0, 2).sort(), ['Leave', 'Memo'])
    assert.deepEqual(await titlesOf(workspace, 'lunch', { documents: [grown.canteen, memo] }), ['Canteen', 'Memo'])
    assert.deepEqual(await titlesOf(workspace, 'vacation', { documents: [travel] }), ['Travel'])
    assert.deepEqual(await titlesOf(workspace, 'vacation', { phrases: ['paid leave'] }), ['Leave'])

    const closed = randomUUID()
    const { workspaceId } = workspace.ctx
    await asProduct(workspaceId, async ({ query }) => {
      await query
        .insertInto('collections')
        .values({ workspace_id: workspaceId, id: closed, name: 'Closed', access: 'members' })
        .execute()
      await query.updateTable('brain_documents').set({ collection_id: closed }).where('id', '=', leave).execute()
    })
    const member = contextOf(workspaceId, 'member')
    assert.ok(!(await titlesOf(workspace, 'vacation', {}, member)).includes('Leave'))
    assert.deepEqual(await titlesOf(workspace, 'vacation', { documents: [leave] }, member), [])

    await deleteDocument(workspace.ctx, index, travel, { permanently: false })
    assert.deepEqual(await titlesOf(workspace, 'journey', { documents: [travel] }), [])

    const stranger = await aLibrary(dimensions)
    assert.equal(await indexKindOf(stranger), null, 'a small workspace needs no index')
    assert.equal((await titlesOf(stranger, 'vacation'))[0], 'Leave')
  })

  test(`${kind}: the index goes with its model`, async () => {
    const workspace = await aLibrary(dimensions)
    assert.equal((await grow(workspace, mostCompared)).kind, kind)
    const name = await indexNameOf(workspace)
    await workspace.choose(null)
    await until(async () => (await workspace.countVectors()) === 0)
    assert.equal(await definitionOf(name), undefined)
  })
}

if (engine === 'embedded')
  test('the embedded database compares all vectors, however many there are', async () => {
    const workspace = await aLibrary(384)
    assert.equal((await grow(workspace, 1_000_000)).kind, null)
    assert.equal((await titlesOf(workspace, 'vacation'))[0], 'Leave')
  })

if (engine === 'native') {
  const bare = await startVectorWorld('template0')

  test('without pgvector everything is found by its words, and making vectors says why it cannot be', async () => {
    assert.equal(bare.app.database.hasVector, false)
    const workspace = await bare.aHandbook()
    workspace.model('test/small')
    await workspace.choose('test/small')
    await workspace.rest()
    assert.equal((await getSearchSettings(workspace.ctx)).coming, null)
    await assert.rejects(rebuildVectors(workspace.ctx), { code: 'search/no-vectors' })
    assert.deepEqual(await workspace.search('train tickets'), { mode: 'lexical', titles: ['Travel'] })
    await deleteDocument(workspace.ctx, index, workspace.ids[1]!, { permanently: true })
    assert.deepEqual(await workspace.search('train tickets'), nothing)
    assert.equal((await getSearchSettings(workspace.ctx)).hasVectors, false)
  })
}
