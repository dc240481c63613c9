import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { startWorld } from './world.ts'

const world = await startWorld()
const workspace = await world.aWorkspace()
const { client } = workspace
const { agents, answers } = contract

test('every workspace has a general agent from the start, which answers where none is named and stays', async () => {
  const fresh = await world.aWorkspace()
  const listed = await fresh.client.call(agents.listAgents, {})
  assert.deepEqual(
    listed.agents.map(({ name, isGeneral, version, model }) => ({ name, isGeneral, version, model })),
    [{ name: 'General', isGeneral: true, version: 1, model: 'default' }],
  )
  const [general] = listed.agents
  const answer = await fresh.client.call(answers.askQuestion, { body: { question: 'What is there?' } })
  assert.equal(answer.agent.id, general!.id)
  assert.equal(answer.model, 'extractive')
  await assert.rejects(fresh.client.call(agents.deleteAgent, { params: { id: general!.id } }), { code: 'agent/is-general' })
})

test('each change makes a version, which can be compared and brought back, and nothing changed makes none', async () => {
  const { id } = await client.call(agents.createAgent, { body: { name: 'Guide', instructions: 'Be kind.\nBe brief.' } })
  const params = { id }
  const second = await client.call(agents.updateAgent, {
    params,
    body: { settings: { instructions: 'Be kind.\nBe exact.', length: 'short' }, note: 'Shorter' },
  })
  assert.equal(second.version, 2)
  const same = await client.call(agents.updateAgent, { params, body: { settings: { length: 'short' } } })
  assert.equal(same.version, 2)
  const { changes } = await client.call(agents.compareAgentVersions, { params, query: { from: 1, to: 2 } })
  assert.deepEqual(changes.map(({ field, before, after }) => [field, before, after]).sort(), [
    ['instructions', 'Be kind.\nBe brief.', 'Be kind.\nBe exact.'],
    ['length', 'medium', 'short'],
  ])
  assert.deepEqual(
    changes.find(({ field }) => field === 'instructions')?.lines?.map(({ kind, text }) => `${kind} ${text}`),
    ['same Be kind.', 'removed Be brief.', 'added Be exact.'],
  )
  const back = await client.call(agents.rollBackAgent, { params, body: { version: 1 } })
  assert.deepEqual([back.version, back.settings?.instructions], [3, 'Be kind.\nBe brief.'])
  const { versions } = await client.call(agents.listAgentVersions, { params })
  assert.deepEqual(
    versions.map(({ version, isCurrent, note, rolledBackTo, author }) => [version, isCurrent, note, rolledBackTo, author?.id]),
    [
      [3, true, '', 1, workspace.owner.id],
      [2, false, 'Shorter', null, workspace.owner.id],
      [1, false, '', null, workspace.owner.id],
    ],
  )
  await assert.rejects(client.call(agents.rollBackAgent, { params, body: { version: 9 } }), { code: 'agent/version-not-found' })
})

test('two who change an agent at once do not overwrite each other unseen', async () => {
  const { id } = await client.call(agents.createAgent, { body: { name: 'Contested' } })
  const change = (description: string) =>
    client.call(agents.updateAgent, { params: { id }, body: { settings: { description }, version: 1 } })
  const outcomes = await Promise.allSettled([change('one'), change('two')])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(refused?.reason.code, 'agent/changed-meanwhile')
})

test('names are taken once, models and collections must be there, and members see agents without their instructions', async () => {
  await client.call(agents.createAgent, { body: { name: 'Unique', instructions: 'Secret sauce.' } })
  await assert.rejects(client.call(agents.createAgent, { body: { name: 'uNIQUE' } }), { code: 'agent/name-taken' })
  await assert.rejects(client.call(agents.createAgent, { body: { name: 'A', model: 'nobody/none' } }), {
    code: 'model/not-configured',
  })
  await assert.rejects(client.call(agents.createAgent, { body: { name: 'A', collections: [crypto.randomUUID()] } }), {
    code: 'collection/not-found',
  })
  const member = await workspace.addMember('member')
  assert.doesNotMatch(JSON.stringify(await member.client.call(agents.listAgents, {})), /Secret sauce/)
  await assert.rejects(member.client.call(agents.createAgent, { body: { name: 'Mine' } }), { code: 'auth/forbidden' })
})

test('the plan says how many agents there may be, and a deleted one makes room', async () => {
  const small = await world.aWorkspace()
  const operator = await world.aUser({ isOperator: true })
  await operator.client.call(contract.usage.setLimits, { params: { slug: small.slug }, body: { own: { agents: 1 } } })
  const make = (name: string) => small.client.call(agents.createAgent, { body: { name } })
  const outcomes = await Promise.allSettled(['One', 'Two', 'Three'].map(make))
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  const { agents: there } = await small.client.call(agents.listAgents, {})
  await small.client.call(agents.deleteAgent, { params: { id: there[1]!.id } })
  assert.equal((await make('Four')).version, 1)
})

test('an agent answers from its own collections only, and what it answered is told when it is gone', async () => {
  await workspace.import({ title: 'Borscht', text: 'The cafeteria serves borscht on Thursdays.', collection: 'House' })
  await workspace.import({ title: 'Goulash', text: 'The cafeteria served goulash on Thursdays.', collection: 'Archive' })
  const { collections } = await client.call(contract.collections.listCollections, {})
  const archive = collections.find(({ name }) => name === 'Archive')!
  const agent = await client.call(agents.createAgent, { body: { name: 'Archivist', collections: [archive.id] } })
  const question = 'What does the cafeteria serve on Thursdays?'
  const answer = await client.call(answers.askQuestion, { body: { question, agent: 'archivist' } })
  assert.match(answer.answer, /goulash/)
  assert.doesNotMatch(answer.answer, /borscht/)
  const house = collections.find(({ name }) => name === 'House')!
  const none = await client.call(answers.askQuestion, { body: { question, agent: agent.id, collections: [house.id] } })
  assert.equal(none.isAnswered, false)
  await client.call(agents.deleteAgent, { params: { id: agent.id } })
  await assert.rejects(client.call(answers.askQuestion, { body: { question, agent: agent.id } }), { code: 'agent/not-found' })
  const told = await client.call(answers.getRun, { params: { id: answer.id } })
  assert.deepEqual(told.agent, { id: agent.id, name: 'Archivist', version: 1 })
})

test('two versions answer the test questions side by side, for whoever started it alone', async () => {
  const { id } = await client.call(agents.createAgent, { body: { name: 'Tested' } })
  const params = { id }
  await assert.rejects(client.call(agents.startTestRun, { params, body: { versions: [1, 1] } }), {
    code: 'agent/no-test-questions',
  })
  const question = await client.call(agents.addTestQuestion, {
    params,
    body: { question: 'What does the cafeteria serve on Thursdays?', expectation: 'Borscht' },
  })
  await client.call(agents.updateAgent, { params, body: { settings: { description: 'Second' } } })
  const run = await client.call(agents.startTestRun, { params, body: { versions: [1, 2] } })
  const get = () => client.call(agents.getTestRun, { params: { ...params, runId: run.id } })
  while ((await get()).run.state === 'running') await delay(50)
  const { run: ended, comparisons } = await get()
  assert.deepEqual([ended.state, ended.done, ended.total], ['complete', 2, 2])
  assert.deepEqual(
    comparisons.map((one) => [one.questionId, one.expectation, one.answers.map((answer) => answer?.agent.version)]),
    [[question.id, 'Borscht', [1, 2]]],
  )
  const admin = await workspace.addMember('admin')
  assert.deepEqual((await admin.client.call(agents.listTestRuns, { params })).runs, [])
  await assert.rejects(admin.client.call(agents.getTestRun, { params: { ...params, runId: run.id } }), {
    code: 'test-run/not-found',
  })
})
