import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { sql } from 'kysely'
import { createWorkspaceContext } from '#platform/context'
import { retrievePassages } from '#retrieval'
import { deleteDocument, restoreDocument } from '../src/features/documents/delete-document.ts'
import { updateDocument } from '../src/features/documents/update-document.ts'
import {
  cancelGeneration,
  getSearchSettings,
  rebuildVectors,
  retryGenerations,
  updateSearchSettings,
} from '../src/features/retrieval/vectors/search-settings.ts'
import { index } from './engine-world.ts'
import { until } from './job-world.ts'
import { nothing, startVectorWorld } from './vector-world.ts'

const { app, findModel, aWorkspace, aHandbook, modelOf, asProduct } = await startVectorWorld()
const { hasVector } = app.database
if (!hasVector) console.log('NOT RUN: tests of vectors, as this PostgreSQL has no pgvector. The embedded database has it.')
/** What needs pgvector is no test of a database without it. */
const testVectors = (name: string, run: () => Promise<void>) => (hasVector ? void test(name, run) : undefined)

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

testVectors('a passage without a word of the question is found by what it means', async () => {
  const workspace = await aHandbook()
  assert.deepEqual(await workspace.search('vacation'), nothing)
  workspace.model('test/small')
  await workspace.choose('test/small')
  await workspace.rest()
  const { mode, titles } = await workspace.search('vacation')
  assert.deepEqual([mode, titles[0]], ['hybrid', 'Leave'])
  const { active, coming } = await getSearchSettings(workspace.ctx)
  assert.deepEqual(
    [active?.model, active?.state, active?.embedded, active?.passages, coming],
    ['test/small', 'active', 3, 3, null],
  )
})

testVectors('a question without a word that counts is searched by its meaning too', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const model = modelOf(workspace, 'test/small')
  const { mode } = await workspace.search('what is it?')
  assert.equal(mode, 'hybrid')
  assert.equal(model.calls.at(-1)?.purpose, 'question')
})

testVectors('a new document is found by its words at once and by its meaning a moment later', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  await workspace.add('Canteen', 'Food is served at noon.')
  await workspace.rest()
  assert.equal((await workspace.search('lunch')).titles[0], 'Canteen')
})

testVectors('a deleted document is found by nothing at once, and comes back with its vectors', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const [leave] = workspace.ids
  await deleteDocument(workspace.ctx, index, leave!, { permanently: false })
  assert.ok(!(await workspace.search('vacation')).titles.includes('Leave'))
  await restoreDocument(workspace.ctx, index, leave!)
  assert.equal((await workspace.search('vacation')).titles[0], 'Leave')

  await deleteDocument(workspace.ctx, index, leave!, { permanently: true })
  assert.equal(await workspace.countVectors(), 2)
  assert.equal((await getSearchSettings(workspace.ctx)).active?.embedded, 2)
  assert.ok(!(await workspace.search('vacation')).titles.includes('Leave'))
})

testVectors('a document that was away while vectors were made gets its own when it is back', async () => {
  const workspace = await aHandbook()
  const [leave] = workspace.ids
  await deleteDocument(workspace.ctx, index, leave!, { permanently: false })
  const model = workspace.model('test/small')
  await workspace.choose('test/small')
  await workspace.rest()
  assert.ok(!JSON.stringify(model.calls).includes('paid leave'), 'a deleted text was sent to the model')
  await restoreDocument(workspace.ctx, index, leave!)
  await workspace.rest()
  assert.equal((await workspace.search('vacation')).titles[0], 'Leave')
})

testVectors('another title is another text for the model, so its vectors are made anew', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  await updateDocument(workspace.ctx, index, workspace.ids[2]!, { title: 'Food' })
  await workspace.rest()
  assert.equal((await workspace.search('lunch')).titles[0], 'Food')
  assert.equal(await workspace.countVectors(), 3)
})

testVectors('a closed collection is closed to the vectors as well, from the moment a document is in it', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const { ctx } = workspace
  const reader = { userId: randomUUID(), managesCollections: true }
  assert.equal(await workspace.countVectors(reader), 3)
  assert.equal((await workspace.search('vacation')).titles[0], 'Leave')

  const closed = randomUUID()
  await asProduct(ctx.workspaceId, async ({ query, workspaceId }) => {
    await query
      .insertInto('collections')
      .values({ workspace_id: workspaceId, id: closed, name: 'Closed', access: 'members' })
      .execute()
    await query.updateTable('brain_documents').set({ collection_id: closed }).where('id', '=', workspace.ids[0]!).execute()
  })
  assert.ok(!(await workspace.search('vacation')).titles.includes('Leave'))
  // Even a query that forgets to ask sees none of its vectors.
  assert.equal(await workspace.countVectors(reader), 2)
  assert.equal(await workspace.countVectors(), 3)
  const job = createWorkspaceContext(app, {
    workspaceId: ctx.workspaceId,
    actor: { kind: 'job', queue: 'test' },
    signal: new AbortController().signal,
  })
  assert.equal((await workspace.search('vacation', job)).titles[0], 'Leave')
})

testVectors('a model that fails or keeps people waiting leaves them a search by words', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const model = modelOf(workspace, 'test/small')
  model.before = async () => {
    throw new BrainError('model/unavailable', 'Nobody is there.')
  }
  assert.deepEqual(await workspace.search('train tickets'), { mode: 'lexical', titles: ['Travel'] })
  // Deaf to the signal as well.
  model.before = () => new Promise(() => {})
  assert.deepEqual(await workspace.search('paid leave'), { mode: 'lexical', titles: ['Leave'] })
  model.before = async () => {}
  assert.equal((await workspace.search('vacation')).mode, 'hybrid')
})

testVectors('what was found while the model is away is told from what words find in a search by words', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  assert.equal(await workspace.isDegraded('vacation'), false)
  modelOf(workspace, 'test/small').before = async () => {
    throw new BrainError('model/unavailable', 'Nobody is there.')
  }
  assert.equal(await workspace.isDegraded('train tickets'), true)
  assert.equal(await workspace.isDegraded('and the'), true)
  const byWords = await aHandbook()
  assert.equal(await byWords.isDegraded('vacation'), false)
})

testVectors('a question that was asked before is not sent to the model again', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const { calls } = modelOf(workspace, 'test/small')
  await workspace.search('vacation  in summer')
  const asked = calls.length
  await workspace.search(' vacation in summer ')
  assert.equal(calls.length, asked)
})

testVectors('vectors of two models never meet: the old ones answer until the new ones are complete', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const large = workspace.model('test/large', 24)
  const gate = Promise.withResolvers<void>()
  large.before = () => gate.promise
  await workspace.choose('test/large')
  await until(async () => (await getSearchSettings(workspace.ctx)).coming?.state === 'building')
  assert.equal((await workspace.search('vacation')).titles[0], 'Leave')
  assert.equal(large.calls.length, 0)
  assert.equal((await getSearchSettings(workspace.ctx)).active?.model, 'test/small')

  gate.resolve()
  await workspace.rest()
  const small = modelOf(workspace, 'test/small').calls.length
  assert.equal((await workspace.search('a holiday')).titles[0], 'Leave')
  assert.equal(modelOf(workspace, 'test/small').calls.length, small)
  const { active, coming } = await getSearchSettings(workspace.ctx)
  assert.deepEqual([active?.model, active?.dimensions, coming], ['test/large', 24, null])
  assert.equal(await workspace.countVectors(), 3, 'vectors of the model before are still there')
})

testVectors('nothing is lost of what is imported while one model takes over from another', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const large = workspace.model('test/large', 24)
  const imports: Promise<string>[] = []
  // Documents come with each call of the model, and with the last look before the switch.
  large.before = async () => {
    const i = imports.length
    if (i < 12) imports.push(workspace.add(`Note ${i}`, `Lunch number ${i} is soup.`))
    await imports.at(-1)
  }
  await workspace.choose('test/large')
  const more = Array.from({ length: 12 }, (_, i) => workspace.add(`Memo ${i}`, `The journey ${i} is long.`))
  await Promise.all(more)
  await until(async () => (await getSearchSettings(workspace.ctx)).active?.model === 'test/large', 60_000)
  await Promise.all(imports)
  await workspace.rest()
  const { active } = await getSearchSettings(workspace.ctx)
  const documents = 3 + 12 + imports.length
  assert.deepEqual([await workspace.countVectors(), active?.embedded], [documents, documents])
})

testVectors('what an interrupted run has stored is not made again', async () => {
  const workspace = await aWorkspace()
  const text = Array.from({ length: 700 }, (_, i) => `# Part ${i}\n\n${`The journey ${i} is long. `.repeat(30)}`).join('\n\n')
  await workspace.add('Long', text)
  await workspace.rest()
  const model = workspace.model('test/small')
  const passages = await workspace.ctx.transact(async (db) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from passages where workspace_id = ${db.workspaceId}`.execute(db.query)
    return rows[0]!.count
  })
  assert.ok(passages > 400, `only ${passages} passages`)
  model.before = async () => {
    if (model.calls.length >= 4) throw new Error('The process falls over.')
  }
  await workspace.choose('test/small')
  await until(async () => (await workspace.countVectors()) > 0)
  const stored = await workspace.countVectors()
  assert.ok(stored < passages)
  assert.deepEqual((await workspace.search('vacation')).mode, 'lexical')
  model.before = async () => {}
  await until(async () => (await getSearchSettings(workspace.ctx)).active !== null, 30_000)
  const sent = model.calls.flatMap(({ texts }) => texts)
  assert.equal(await workspace.countVectors(), passages)
  assert.equal(sent.length, passages)
  assert.equal(new Set(sent).size, passages)
})

testVectors('a provider that is away is waited for, and the reason stands beside the progress', async () => {
  const workspace = await aHandbook()
  const model = workspace.model('test/small')
  model.before = async () => {
    throw new BrainError('model/unavailable', 'Nobody is there.')
  }
  await workspace.choose('test/small')
  await until(async () => (await getSearchSettings(workspace.ctx)).coming?.failure != null)
  const { coming } = await getSearchSettings(workspace.ctx)
  assert.deepEqual([coming?.state, coming?.failure?.code], ['building', 'model/unavailable'])
  assert.ok(coming?.retryAt != null)
  model.before = async () => {}
  await retryGenerations(workspace.ctx)
  await workspace.rest()
  assert.equal((await getSearchSettings(workspace.ctx)).active?.failure, null)
})

testVectors('a limit that is reached stops the work until somebody goes on with it', async () => {
  const workspace = await aHandbook()
  const model = workspace.model('test/small')
  model.before = async () => {
    throw new BrainError('limit/reached', 'The tokens of this month are used up.')
  }
  await workspace.choose('test/small')
  await workspace.rest()
  const { coming, active } = await getSearchSettings(workspace.ctx)
  assert.deepEqual([coming?.state, coming?.failure?.code, coming?.retryAt, active], ['failed', 'limit/reached', null, null])
  model.before = async () => {}
  await retryGenerations(workspace.ctx)
  await workspace.rest()
  assert.equal((await getSearchSettings(workspace.ctx)).active?.embedded, 3)
})

testVectors('a model whose vectors change their length is stopped', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  workspace.model('test/small', 20)
  await workspace.add('Canteen', 'Food is served at noon.')
  await workspace.rest()
  const { active } = await getSearchSettings(workspace.ctx)
  assert.deepEqual([active?.failure?.code, active?.embedded], ['model/refused', 3])
  assert.deepEqual(await workspace.search('served at noon'), { mode: 'lexical', titles: ['Canteen'] })
  await rebuildVectors(workspace.ctx)
  await workspace.rest()
  assert.deepEqual((await getSearchSettings(workspace.ctx)).active?.dimensions, 20)
  assert.equal(await workspace.countVectors(), 4)
})

testVectors('what is stopped goes on from there, and a model that is chosen no more leaves nothing behind', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const large = workspace.model('test/large', 24)
  large.before = untilAborted
  await workspace.choose('test/large')
  await until(async () => (await getSearchSettings(workspace.ctx)).coming !== null)
  const { coming } = await cancelGeneration(workspace.ctx)
  assert.deepEqual([coming?.state, coming?.failure?.code], ['failed', 'search/stopped'])
  assert.equal((await workspace.search('vacation')).mode, 'hybrid')
  await workspace.add('Canteen', 'Food is served at noon.')
  await workspace.rest()
  assert.equal((await getSearchSettings(workspace.ctx)).coming?.state, 'failed')

  large.before = async () => {}
  await retryGenerations(workspace.ctx)
  await workspace.rest()
  assert.equal((await getSearchSettings(workspace.ctx)).active?.model, 'test/large')

  await workspace.choose(null)
  await until(async () => (await workspace.countVectors()) === 0)
  assert.deepEqual(await workspace.search('vacation'), nothing)
})

testVectors('the choice of the model before takes a coming one back', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  workspace.model('test/large', 24).before = untilAborted
  await workspace.choose('test/large')
  await until(async () => (await getSearchSettings(workspace.ctx)).coming !== null)
  await workspace.choose('test/small')
  await workspace.rest()
  const { active, coming } = await getSearchSettings(workspace.ctx)
  assert.deepEqual([active?.model, active?.embedded, coming], ['test/small', 3, null])
})

testVectors('with a weight of 0 words alone decide and the model is not asked', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  await updateSearchSettings(workspace.ctx, { hybridWeight: 0 })
  const asked = modelOf(workspace, 'test/small').calls.length
  assert.deepEqual(await workspace.search('vacation'), nothing)
  assert.equal(modelOf(workspace, 'test/small').calls.length, asked)
})

testVectors('filters hold for what vectors find as well', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  const titles = async (filter: object) => {
    const { mode, passages } = await retrievePassages(workspace.ctx, { question: 'vacation', limit: 9, ...filter }, findModel)
    assert.equal(mode, 'hybrid')
    return passages.map(({ documentTitle }) => documentTitle).sort()
  }
  assert.deepEqual(await titles({}), ['Backups', 'Leave', 'Travel'])
  assert.deepEqual(await titles({ documents: [workspace.ids[1]!] }), ['Travel'])
  assert.deepEqual(await titles({ phrases: ['paid leave'] }), ['Leave'])
  assert.deepEqual(await titles({ excluded: ['paid leave'] }), ['Backups', 'Travel'])
  assert.deepEqual(await titles({ languages: ['de'] }), [])
  assert.deepEqual(await titles({ titles: ['avel'], formats: ['markdown'] }), ['Travel'])
})

testVectors('a longer list begins with the shorter one', async () => {
  const workspace = await aHandbook({ model: 'test/small' })
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => workspace.add(`Note ${i}`, `The train ${i} leaves at noon, days ahead.`)),
  )
  await workspace.rest()
  const list = async (limit: number) => {
    const request = { question: 'a journey of days', limit, counted: 200 }
    return (await retrievePassages(workspace.ctx, request, findModel)).passages.map(({ passageId }) => passageId)
  }
  const all = await list(200)
  assert.equal(all.length, 33)
  assert.deepEqual(await list(10), all.slice(0, 10))
})

test('a broad search also finds what shares no word with the question but some with its best passages', async () => {
  const workspace = await aWorkspace()
  await workspace.add('Wing', 'The wing shows flutter. Flutter grows with speed.')
  await workspace.add('Panel', 'Panel flutter was seen in the tunnel.')
  await workspace.rest()
  assert.deepEqual((await workspace.search('wing')).titles, ['Wing'])
  await updateSearchSettings(workspace.ctx, { isBroad: true })
  assert.deepEqual((await workspace.search('wing')).titles, ['Wing', 'Panel'])
})

testVectors('a model that the workspace does not have says so beside the progress', async () => {
  const workspace = await aHandbook()
  await workspace.choose('test/none')
  await workspace.rest()
  assert.equal((await getSearchSettings(workspace.ctx)).coming?.failure?.code, 'model/not-configured')
})
