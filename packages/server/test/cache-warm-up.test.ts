import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, contract, type WarmupView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { usageRows } from './model-world.ts'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld({
  OPENAI_BASE_URL: provider.openaiUrl,
  OPENAI_API_KEY: 'sk-scripted',
  BRAIN_PRIVATE_MODEL_HOSTS: '127.0.0.1',
})
const { agents, answers, cache, collections, conversations, documents, members, usage } = contract

async function aHandbook(): Promise<TestWorkspace> {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Leave of everybody', text: 'Everybody has thirty days of leave a year.' })
  await workspace.import({ title: 'How notice is given', text: 'Notice has to be given in writing.' })
  return workspace
}

const ask = (client: Client, question: string, agent?: string): Promise<Answer> =>
  client.call(answers.askQuestion, { body: { question, ...(agent && { agent }) } })

const leave = 'How many days of leave are there?'
const notice = 'How is notice given?'

const begin = (client: Client, body: { questions?: number; maxTokens?: number } = {}): Promise<WarmupView> =>
  client.call(cache.warmUpCache, { body })

/** Empties the cache and warms it up to the end. */
async function warmUp(client: Client, body: { questions?: number; maxTokens?: number } = {}): Promise<WarmupView> {
  await client.call(cache.emptyCache, {})
  const { id } = await begin(client, body)
  return ended(client, id)
}

async function ended(client: Client, id: string): Promise<WarmupView> {
  for (let i = 0; i < 400; i++) {
    const { warmup } = await client.call(cache.getCache, {})
    assert.equal(warmup?.id, id)
    if (warmup.finishedAt !== null) return warmup
    await delay(25)
  }
  throw new Error('It did not end.')
}

const messages = ({ transact }: TestWorkspace) =>
  transact((db) => db.query.selectFrom('agent_messages').select('id').where('workspace_id', '=', db.workspaceId).execute())

/** Imports a text as somebody, and waits until it was read; who may not read it would not see that it is worked on. */
async function importAs(client: Client, body: { title: string; text: string; collection: string }): Promise<void> {
  await client.call(documents.importDocuments, { body })
  const working = () => client.call(documents.listDocuments, { query: { state: 'working', limit: 1 } })
  while ((await working()).total > 0) await delay(25)
}

/** Waits until so many questions count; they are written down once a second. */
async function untilCounted({ client, slug }: TestWorkspace, questions: number): Promise<void> {
  for (let i = 0; ; i++) {
    const { lines } = await client.call(usage.getUsage, { params: { slug } })
    const counted = lines.find(({ metric }) => metric === 'queries')?.used
    if (counted === questions) return
    assert.ok(i < 200, `${counted} questions count`)
    await delay(25)
  }
}

test('what is asked most is known before it is asked again, with nothing said or counted for anybody', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const member = await workspace.addMember('member')
  await ask(client, notice)
  for (let i = 0; i < 3; i++) await ask(member.client, i === 0 ? leave : ` ${leave}`)
  const before = (await messages(workspace)).length
  await untilCounted(workspace, 4)
  const one = await warmUp(client, { questions: 1 })
  assert.deepEqual([one.state, one.questions, one.done, one.warmed, one.known, one.failed], ['complete', 1, 1, 1, 0, 0])
  assert.equal((await messages(workspace)).length, before)
  assert.equal((await ask(client, leave)).isFromCache, true)
  assert.equal((await ask(client, notice)).isFromCache, false)
  await untilCounted(workspace, 6)
  const two = await ended(client, (await begin(client)).id)
  assert.deepEqual([two.questions, two.warmed, two.known], [2, 0, 2])
})

test('the first question of a conversation is asked, what follows it, was made for a test or left with its member is not', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const leaver = await workspace.addMember('member')
  await ask(leaver.client, 'What did the leaver ask?')
  await client.call(members.removeMember, { params: { slug: workspace.slug, userId: leaver.userId } })
  const { id } = await client.call(conversations.createConversation, { body: {} })
  for (const question of [leave, notice]) await client.call(answers.askQuestion, { body: { question, conversation: id } })
  const { id: fresh } = await client.call(agents.createAgent, { body: { name: 'Fresh', usesCache: false } })
  await ask(client, 'What is fresh?', fresh)
  const { id: gone } = await client.call(agents.createAgent, { body: { name: 'Gone' } })
  await ask(client, 'What is gone?', gone)
  await client.call(agents.deleteAgent, { params: { id: gone } })
  assert.equal((await warmUp(client)).questions, 1)
  assert.equal((await ask(client, leave)).isFromCache, true)
})

test('each question is answered with the rights of who asked it last, and for those with the same rights only', async () => {
  const workspace = await aHandbook()
  const [insider, outsider] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const board = await insider.client.call(collections.createCollection, { body: { name: 'Board', access: 'members' } })
  const secret = { title: 'Pay', text: 'The pay of the board is ninety.', collection: board.id }
  await importAs(insider.client, secret)
  const pay = 'What is the pay of the board?'
  await ask(insider.client, pay)
  await warmUp(workspace.client)
  const [told, other] = [await ask(insider.client, pay), await ask(outsider.client, pay)]
  assert.deepEqual([told.isFromCache, other.isFromCache], [true, false])
  assert.match(told.answer, /ninety/)
  assert.doesNotMatch(JSON.stringify(other), /ninety/)
})

test('a warm-up stops before the next question once its tokens are used, and its calls are recorded as what they are', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const model = 'warming'
  provider.script(model, () => ({ pieces: piecesOf('Thirty days.'), usage: { input: 100, output: 20 } }))
  const { id } = await client.call(agents.createAgent, { body: { name: 'Model', model: `openai/${model}`, tools: [] } })
  for (const question of [leave, notice, 'Who gives notice?']) await ask(client, question, id)
  const calls = provider.requestsOf(model).length
  const { state, done, warmed, tokens, failure } = await warmUp(client, { maxTokens: 150 })
  assert.deepEqual([state, done, warmed, tokens, failure?.code], ['stopped', 2, 2, 240, 'cache/budget-used'])
  assert.equal(provider.requestsOf(model).length, calls + 2)
  assert.deepEqual(
    (await usageRows(workspace)).slice(-2).map(({ purpose }) => purpose),
    ['warm-up', 'warm-up'],
  )
  assert.equal((await warmUp(client, { maxTokens: 0 })).done, 0)
})

test('who asks for a warm-up while one runs is shown that one, and it can be stopped', async () => {
  const { client } = await aHandbook()
  const model = 'slowly-warming'
  provider.script(model, () => ({ pieces: piecesOf('Thirty days.'), firstDelayMs: 400 }))
  const { id } = await client.call(agents.createAgent, { body: { name: 'Slow', model: `openai/${model}` } })
  for (const question of [leave, notice]) await ask(client, question, id)
  await client.call(cache.emptyCache, {})
  const first = await begin(client)
  const others = await Promise.all(Array.from({ length: 5 }, () => begin(client, { questions: 3 })))
  assert.deepEqual(new Set(others.map((other) => other.id)), new Set([first.id]))
  await client.call(cache.stopWarmup, {})
  const stopped = await ended(client, first.id)
  assert.deepEqual([stopped.state, stopped.failure?.message], ['stopped', 'Somebody stopped it.'])
  const next = await begin(client)
  assert.notEqual(next.id, first.id)
  assert.equal((await ended(client, next.id)).state, 'complete')
})

test('a question that cannot be answered stops nothing', async () => {
  const { client } = await aHandbook()
  const model = 'breaking'
  provider.script(model, () => ({ pieces: piecesOf('Thirty days.') }))
  const { id } = await client.call(agents.createAgent, { body: { name: 'Breaking', model: `openai/${model}` } })
  await ask(client, leave, id)
  await ask(client, notice)
  provider.script(model, () => ({ fault: '429-seconds' }))
  const { state, done, warmed, failed } = await warmUp(client)
  assert.deepEqual([state, done, warmed, failed], ['complete', 2, 1, 1])
})
