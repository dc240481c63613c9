import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, type EvaluationRunView } from '@brain-ai/contract'
import { createWorkspaceContext } from '#platform/context'
import { addEvaluationQuestion } from '#retrieval'
import { failRun } from '../src/features/retrieval/evaluation/run-evaluation.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { documents, collections, evaluation } = contract

type Client = TestUser['client']

const makeSet = async (client: Client, name = 'Handbook questions') =>
  (await client.call(evaluation.createSet, { body: { name } })).id

const add = (
  client: Client,
  id: string,
  question: string,
  ...expected: { document: string; quote?: string; relevance?: number }[]
) => client.call(evaluation.addQuestion, { params: { id }, body: { question, expected } })

const list = async (client: Client, id: string) =>
  (await client.call(evaluation.listQuestions, { params: { id }, query: {} })).questions

async function settled(client: Client, run: EvaluationRunView): Promise<EvaluationRunView> {
  for (;;) {
    const now = await client.call(evaluation.getRun, { params: { id: run.setId, runId: run.id } })
    if (!['queued', 'running'].includes(now.state)) return now
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const measure = async (client: Client, id: string, settings: object = {}) =>
  settled(client, await client.call(evaluation.startRun, { params: { id }, body: settings }))

/** A workspace with three documents, each about something else. */
async function aHandbook() {
  const workspace = await world.aWorkspace()
  const leave = await workspace.import({
    title: 'Leave policy',
    text: 'Everybody has thirty days of leave. It is agreed with the team.',
  })
  const travel = await workspace.import({
    title: 'Travel policy',
    text: 'Trains are booked second class.\n\nPlanes only across an ocean.',
  })
  const gate = await workspace.import({ title: 'Gate', text: 'The gate opens at seven and closes at nine in the evening.' })
  return { workspace, client: workspace.client, leave, travel, gate }
}

test('questions are measured against the documents they expect', async () => {
  const { client, leave, travel, gate } = await aHandbook()
  const id = await makeSet(client)
  await add(client, id, 'How many days of leave are there?', { document: leave.id })
  await add(client, id, 'In which class are trains booked?', { document: 'Travel policy' })
  await add(client, id, 'What does a unicorn eat?', { document: gate.id })
  const run = await measure(client, id)
  assert.equal(run.state, 'done')
  assert.deepEqual([run.questions, run.done, run.skipped], [3, 3, 0])
  assert.equal(run.summary?.b, null)
  assert.ok(Math.abs(run.summary.a.ndcg10 - 2 / 3) < 1e-9, JSON.stringify(run.summary))
  const { results, total } = await client.call(evaluation.listResults, { params: { id, runId: run.id }, query: {} })
  assert.equal(total, 3)
  assert.deepEqual(
    results.map(({ question, a }) => [question, a.firstHit]),
    [
      ['What does a unicorn eat?', null],
      ['How many days of leave are there?', 1],
      ['In which class are trains booked?', 1],
    ],
  )
  const missed = await client.call(evaluation.listResults, { params: { id, runId: run.id }, query: { only: 'missed' } })
  assert.deepEqual(
    missed.results.map(({ question }) => question),
    ['What does a unicorn eat?'],
  )
  assert.equal((await list(client, id))[1]?.expected[0]?.documentId, travel.id)
})

test('the same setting twice ties on every question, with p = 1', async () => {
  const { client, leave, gate } = await aHandbook()
  const id = await makeSet(client)
  await add(client, id, 'How many days of leave are there?', { document: leave.id })
  await add(client, id, 'When does the gate open?', { document: gate.id })
  const run = await measure(client, id, { a: { rankedAgain: 50 }, b: { rankedAgain: 50 } })
  const { comparison } = run.summary!
  assert.deepEqual([comparison?.wins, comparison?.losses, comparison?.ties], [0, 0, 2])
  for (const { difference, p } of Object.values(comparison!.tests)) assert.deepEqual([difference, p], [0, 1])
  const differing = await client.call(evaluation.listResults, { params: { id, runId: run.id }, query: { only: 'differing' } })
  assert.equal(differing.total, 0)
})

test('two settings differ where one ranks fewer again by their letters', async () => {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  // By words the last of fifteen; its letters put it first, where it is looked at.
  for (let i = 0; i < 14; i++) await workspace.import({ title: `Note ${i}`, text: `Harbour master. Note ${i}.` })
  const text = 'Harbour master. Note on Rindfleischetikettierung at the gate, green door, second floor.'
  const wanted = await workspace.import({ title: 'Labels', text })
  const id = await makeSet(client)
  await add(client, id, 'harbour master Fleischetiketten', { document: wanted.id })
  const run = await measure(client, id, { a: { rankedAgain: 10 }, b: { rankedAgain: 100 } })
  const { results } = await client.call(evaluation.listResults, { params: { id, runId: run.id }, query: {} })
  assert.deepEqual([results[0]?.a.firstHit, results[0]?.a.ndcg10], [15, 0])
  assert.deepEqual([results[0]?.b?.firstHit, results[0]?.b?.ndcg10], [1, 1])
})

test('a quote must be found in its passage, and is looked for again in a new version', async () => {
  const { client, workspace, travel } = await aHandbook()
  const id = await makeSet(client)
  await assert.rejects(add(client, id, 'When planes?', { document: travel.id, quote: 'Planes are free.' }), {
    code: 'evaluation/quote-not-found',
  })
  await add(client, id, 'When may planes be taken?', { document: travel.id, quote: 'Planes  only\nacross an ocean.' })
  const [question] = await list(client, id)
  assert.deepEqual(
    question?.expected.map(({ quote, state }) => [quote, state]),
    [['Planes only across an ocean.', 'ready']],
  )
  assert.equal((await measure(client, id)).summary?.a.ndcg10, 1)

  await client.replaceContent(travel.id, { name: 'travel.txt', content: new Blob(['Planes are taken by nobody any more.']) })
  await workspace.settle()
  assert.equal((await list(client, id))[0]?.expected[0]?.state, 'quote-missing')
  const again = await measure(client, id)
  assert.deepEqual([again.questions, again.skipped, again.summary?.a.ndcg10], [1, 1, 0])

  await client.replaceContent(travel.id, { name: 'travel.txt', content: new Blob(['On top.\n\nPlanes only across an ocean.\n']) })
  await workspace.settle()
  assert.equal((await list(client, id))[0]?.expected[0]?.state, 'ready')
})

test('a question that is added again gets what it lacks, and nothing twice', async () => {
  const { client, leave, gate } = await aHandbook()
  const id = await makeSet(client)
  const first = await add(client, id, 'What is where?', { document: leave.id })
  const second = await add(client, id, '  what is   where? ', { document: leave.id }, { document: gate.id, relevance: 3 })
  assert.equal(second.id, first.id)
  const [question, ...others] = await list(client, id)
  assert.deepEqual(others, [])
  assert.deepEqual(
    question?.expected.map(({ title, relevance }) => [title, relevance]),
    [
      ['Leave policy', 1],
      ['Gate', 3],
    ],
  )
})

test('a question can be changed and deleted', async () => {
  const { client, leave, gate } = await aHandbook()
  const id = await makeSet(client)
  const { id: questionId } = await add(client, id, 'How long?', { document: leave.id })
  await add(client, id, 'Something else', { document: leave.id })
  const params = { id, questionId }
  const changed = await client.call(evaluation.updateQuestion, {
    params,
    body: { question: 'When?', notes: 'Asked at the gate', language: 'de', expected: [{ document: gate.id }] },
  })
  assert.deepEqual([changed.question, changed.notes, changed.language], ['When?', 'Asked at the gate', 'de'])
  assert.deepEqual(
    changed.expected.map(({ title }) => title),
    ['Gate'],
  )
  await assert.rejects(client.call(evaluation.updateQuestion, { params, body: { question: 'something ELSE' } }), {
    code: 'evaluation/question-present',
  })
  await client.call(evaluation.deleteQuestion, { params })
  await assert.rejects(client.call(evaluation.deleteQuestion, { params }), { code: 'evaluation/question-not-found' })
  assert.equal((await list(client, id)).length, 1)
})

test('an erased document leaves nothing behind in a set', async () => {
  const { client, leave } = await aHandbook()
  const id = await makeSet(client)
  await add(client, id, 'How many days?', { document: leave.id, quote: 'thirty days of leave' })
  await client.call(documents.deleteDocument, { params: { id: leave.id }, query: { permanently: 'true' } })
  assert.deepEqual((await list(client, id))[0]?.expected, [])
})

test('an empty set, a second run at once and a name twice are refused', async () => {
  const { client } = await aHandbook()
  const id = await makeSet(client)
  await assert.rejects(client.call(evaluation.startRun, { params: { id }, body: {} }), { code: 'evaluation/set-empty' })
  await assert.rejects(makeSet(client, 'handbook QUESTIONS'), { code: 'evaluation/name-taken' })
  await makeSet(client, 'Other')
  await assert.rejects(client.call(evaluation.renameSet, { params: { id }, body: { name: 'other' } }), {
    code: 'evaluation/name-taken',
  })
  await client.call(evaluation.deleteSet, { params: { id } })
  await assert.rejects(client.call(evaluation.getSet, { params: { id } }), { code: 'evaluation/set-not-found' })
})

test('a setting outside its range is refused', async () => {
  const { client } = await aHandbook()
  const id = await makeSet(client)
  for (const a of [{ rankedAgain: 0 }, { rankedAgain: 12.5 }, { rankedAgain: 1000 }])
    await assert.rejects(client.call(evaluation.startRun, { params: { id }, body: { a } }), { code: 'request/invalid' })
})

/** A set with a question about an open document and one about a document that only one member may read. */
async function aSharedSet() {
  const workspace: TestWorkspace = await world.aWorkspace()
  const [insider, outsider] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const open = await workspace.import({ title: 'Leave policy', text: 'Everybody has thirty days of leave.' })
  await insider.client.call(collections.createCollection, { body: { name: 'Merger', access: 'members' } })
  const { documents: taken } = await insider.client.call(documents.importDocuments, {
    body: { title: 'Merger plan', text: 'The merger with Umbra happens in May.', collection: 'Merger' },
  })
  await workspace.settle()
  const closed = taken[0]!
  const id = await makeSet(insider.client)
  await add(insider.client, id, 'How many days of leave?', { document: open.id })
  await add(insider.client, id, 'When is the merger with Umbra?', { document: closed.id })
  return { workspace, insider, outsider, open, closed, id }
}

test('who may not read an expected document sees neither it nor its question, as owner of the workspace neither', async () => {
  const { workspace, insider, outsider, id } = await aSharedSet()
  assert.equal((await list(insider.client, id)).length, 2)
  for (const { client } of [outsider, workspace]) {
    assert.deepEqual(
      (await list(client, id)).map(({ question }) => question),
      ['How many days of leave?'],
    )
    assert.equal((await client.call(evaluation.getSet, { params: { id } })).questions, 1)
    const exported = await (await client.call(evaluation.exportQuestions, { params: { id }, query: {} })).text()
    assert.doesNotMatch(exported, /merger/i)
    const run = await measure(client, id)
    assert.deepEqual([run.questions, run.done, run.summary?.a.ndcg10], [1, 1, 1])
  }
})

test('a document that the author may not read cannot be expected, by id or by name', async () => {
  const { outsider, closed, id } = await aSharedSet()
  for (const document of [closed.id, 'Merger plan', crypto.randomUUID(), 'No such plan'])
    await assert.rejects(add(outsider.client, id, 'When?', { document }), { code: 'document/not-found' })
})

test('a run sees what its member sees, and only that member sees the run', async () => {
  const { workspace, insider, outsider, id } = await aSharedSet()
  const run = await measure(insider.client, id)
  assert.deepEqual([run.done, run.summary?.a.ndcg10], [2, 1])
  for (const { client } of [outsider, workspace]) {
    await assert.rejects(client.call(evaluation.getRun, { params: { id, runId: run.id } }), { code: 'evaluation/run-not-found' })
    await assert.rejects(client.call(evaluation.listResults, { params: { id, runId: run.id }, query: {} }), {
      code: 'evaluation/run-not-found',
    })
    assert.deepEqual((await client.call(evaluation.listRuns, { params: { id } })).runs, [])
  }
})

test('a question that is closed to a member stays as it is when they add the same words, and their own change leaves it alone', async () => {
  const { insider, outsider, open, id } = await aSharedSet()
  await add(outsider.client, id, 'When is the merger with Umbra?', { document: open.id })
  const own = (await list(outsider.client, id)).find(({ question }) => question.startsWith('When'))
  assert.deepEqual(
    own?.expected.map(({ title }) => title),
    ['Leave policy'],
  )
  const titles = (await list(insider.client, id))
    .filter(({ question }) => question.startsWith('When'))
    .map(({ expected }) => expected[0]?.title)
  assert.deepEqual(titles.toSorted(), ['Leave policy', 'Merger plan'])
})

test('changing what is expected leaves what is hidden from the one who changes it', async () => {
  const { insider, outsider, open, closed, workspace, id } = await aSharedSet()
  const gate = await workspace.import({ title: 'Gate', text: 'The gate opens at seven.' })
  const both = await add(insider.client, id, 'What about both?', { document: open.id }, { document: closed.id })
  await outsider.client.call(evaluation.updateQuestion, {
    params: { id, questionId: both.id },
    body: { expected: [{ document: gate.id }] },
  })
  const seen = (await list(insider.client, id)).find((question) => question.id === both.id)
  assert.deepEqual(seen?.expected.map(({ title }) => title).toSorted(), ['Gate', 'Merger plan'])
})

test('other features add questions through the door, in the name of a member', async () => {
  const { workspace, client, leave } = await aHandbook()
  const id = await makeSet(client)
  const ctx = createWorkspaceContext(world.server.app, {
    workspaceId: workspace.id,
    actor: { kind: 'member', userId: workspace.owner.id, role: 'owner' },
    signal: new AbortController().signal,
  })
  const expected = [{ document: leave.id, quote: '', relevance: 1 }]
  await addEvaluationQuestion(ctx, id, { question: 'Wie viele Tage sind es im Jahr?', notes: '', expected })
  assert.deepEqual(
    (await list(client, id)).map(({ language }) => language),
    ['de'],
  )
})

test('a viewer reads sets, and neither writes nor measures', async () => {
  const { workspace, client, leave } = await aHandbook()
  const viewer = await workspace.addMember('viewer')
  const id = await makeSet(client)
  await add(client, id, 'How many days?', { document: leave.id })
  assert.equal((await list(viewer.client, id)).length, 1)
  await assert.rejects(add(viewer.client, id, 'Why?', { document: leave.id }), { code: 'auth/forbidden' })
  await assert.rejects(viewer.client.call(evaluation.startRun, { params: { id }, body: {} }), { code: 'auth/forbidden' })
})

test('a run that is given up says why, and one that has ended stays as it was', async () => {
  const { workspace, client, leave } = await aHandbook()
  const id = await makeSet(client)
  await add(client, id, 'How many days?', { document: leave.id })
  const done = await measure(client, id)
  const failure = { code: 'model/unavailable', message: 'The model provider does not answer.' }
  await workspace.transact((db) => failRun(db, { runId: done.id }, failure))
  assert.equal((await settled(client, done)).state, 'done')
  await workspace.transact(({ query }) => query.updateTable('evaluation_runs').set({ state: 'running' }).execute())
  await workspace.transact((db) => failRun(db, { runId: done.id }, failure))
  const failed = await settled(client, done)
  assert.deepEqual([failed.state, failed.failure], ['failed', failure])
})
