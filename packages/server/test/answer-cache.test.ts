import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type AgentView, type Answer, type CacheView, contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { type RawBuilder, sql } from 'kysely'
import { forgetOutdated } from '#documents'
import type { Reader } from '#platform/database'
import { canHaveRedis, startPrivateRedis } from './private-redis.ts'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace, type World } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
// Vectors that are made behind a document would change its answers a moment after it can be asked about.
const env = { OPENAI_BASE_URL: provider.openaiUrl, OPENAI_API_KEY: 'sk-scripted', BRAIN_PRIVATE_MODEL_HOSTS: '127.0.0.1' }
const world = await startWorld(env)
const { agents, answers, cache, collections, conversations, documents, models, retrieval } = contract

const question = 'How many days of leave are there?'
const leave = 'Everybody has thirty days of leave a year. Ten of them may move into the next year.'

async function aHandbook(inWorld: World = world): Promise<TestWorkspace> {
  const workspace = await inWorld.aWorkspace()
  await workspace.import({ title: 'Leave of everybody', text: leave })
  return workspace
}

const ask = (client: Client, more: { question?: string; agent?: string; collections?: string[] } = {}): Promise<Answer> =>
  client.call(answers.askQuestion, { body: { question, ...more } })
const look = (client: Client): Promise<CacheView> => client.call(cache.getCache, {})
const kept = async (client: Client) => (await look(client)).kinds.find(({ kind }) => kind === 'answer')!.entries

let scripts = 0
/** An agent whose model says this, once it is let. */
async function anAgentThatSays(
  client: Client,
  text: string,
  settings: object = {},
  firstDelayMs = 300,
): Promise<{ agent: AgentView; model: string }> {
  const model = `cached-${++scripts}`
  provider.script(model, () => ({ pieces: piecesOf(text), firstDelayMs }))
  const body = { name: model, model: `openai/${model}`, suggestsFollowUps: false, ...settings } as never
  return { agent: await client.call(agents.createAgent, { body }), model }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; !(await isSo()); i++) {
    assert.ok(i < 400, 'It did not come in time.')
    await delay(25)
  }
}

const said = ({ answer, citations, passages, sentences, followUps, isAnswered, language }: Answer) => ({
  ...{ answer, citations, passages, sentences, followUps, isAnswered, language },
})

/** Imports a text as somebody, and waits until it was read; who may not read it would not see that it is worked on. */
async function importAs(client: Client, body: { title: string; text: string; collection: string }): Promise<void> {
  await client.call(documents.importDocuments, { body })
  const working = () => client.call(documents.listDocuments, { query: { state: 'working', limit: 1 } })
  while ((await working()).total > 0) await delay(25)
}

test('what was answered before is given again, with a run, a record and citations of its own', async () => {
  const { client } = await aHandbook()
  const first = await ask(client)
  const again = await ask(client, { question: `  ${question.replace(' days ', '\n days  ')} ` })
  assert.equal(first.isFromCache, false)
  assert.equal(again.isFromCache, true)
  assert.deepEqual(said(again), said(first))
  assert.notEqual(again.id, first.id)
  assert.deepEqual(await client.call(answers.getRun, { params: { id: again.id } }), again)
  const [made, given] = await Promise.all([first, again].map(({ id }) => client.call(answers.explainRun, { params: { id } })))
  assert.deepEqual({ ...given, run: made!.run, question: made!.question, timings: made!.timings }, made)
  const { kinds, bytes, store, isReachable } = await look(client)
  assert.deepEqual(
    kinds.find(({ kind }) => kind === 'answer'),
    { kind: 'answer', entries: 1, hits: 1, misses: 1 },
  )
  assert.ok(bytes > 0)
  assert.deepEqual([store, isReachable], ['memory', true])
})

test('many who ask at once are each given their own, and all of it is stored', async () => {
  const workspace = await aHandbook()
  const members = await Promise.all(Array.from({ length: 4 }, () => workspace.addMember('member')))
  const first = await ask(workspace.client)
  const given = await Promise.all(
    Array.from({ length: 24 }, async (_, i) => {
      const { client } = members[i % 4]!
      return { client, answer: await ask(client) }
    }),
  )
  assert.equal(new Set(given.map(({ answer }) => answer.id)).size, 24)
  for (const { client, answer } of given) {
    assert.equal(answer.isFromCache, true)
    assert.deepEqual(said(answer), said(first))
    assert.deepEqual(await client.call(answers.getRun, { params: { id: answer.id } }), answer)
    await assert.rejects(members.find((one) => one.client !== client)!.client.call(answers.getRun, { params: { id: answer.id } }))
  }
})

test('what a known answer says is stored once, and not even a query that forgets to ask reads it for anybody else', async () => {
  const workspace = await aHandbook()
  const [one, two, other] = await Promise.all([1, 2, 3].map(() => workspace.addMember('member')))
  await ask(workspace.client)
  for (const { client } of [one!, two!, one!]) assert.equal((await ask(client)).isFromCache, true)
  const readAs = (reader: Reader) =>
    world.server.app.database.transact(
      workspace.id,
      async ({ query }) => [
        (await query.selectFrom('known_answers').select('text').execute()).length,
        (await query.selectFrom('known_answer_quotes').select('quote').execute()).length,
      ],
      { reader },
    )
  const member = (userId: string) => ({ userId, managesCollections: true })
  assert.deepEqual(await readAs('product'), [1, 2])
  assert.deepEqual(await readAs(member(one!.userId)), [1, 2])
  assert.deepEqual(await readAs(member(two!.userId)), [1, 2])
  assert.deepEqual(await readAs(member(other!.userId)), [0, 0])
  const forget = world.server.app.database.transact(
    workspace.id,
    ({ query }) => query.deleteFrom('known_answer_quotes').executeTakeFirst(),
    { reader: member(one!.userId) },
  )
  assert.equal((await forget).numDeletedRows, 0n)
})

test('a known answer is given once for the same request with the same idempotency key', async () => {
  const { client, token } = await aHandbook()
  await ask(client)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  const askWithKey = async () => {
    const reply = await fetch(`${world.url}/api/brain/query`, { method: 'POST', headers, body: JSON.stringify({ question }) })
    assert.equal(reply.headers.get('content-type'), 'application/json; charset=utf-8')
    return { answer: (await reply.json()) as Answer, isReplay: reply.headers.get('idempotent-replayed') === 'true' }
  }
  const first = await askWithKey()
  const second = await askWithKey()
  assert.deepEqual([first.answer.isFromCache, first.isReplay, second.isReplay], [true, false, true])
  assert.deepEqual(second.answer, first.answer)
  assert.deepEqual(await client.call(answers.getRun, { params: { id: first.answer.id } }), first.answer)
})

test('an answer is known also where the database has lost what it says', async () => {
  const { client, transact } = await aHandbook()
  await ask(client)
  const given = await ask(client)
  await transact(async ({ query }) => {
    await query.deleteFrom('agent_messages').where('id', '=', given.id).execute()
    await query.deleteFrom('known_answers').execute()
  })
  const again = await Promise.all([ask(client), ask(client)])
  for (const answer of again) {
    assert.deepEqual([answer.isFromCache, said(answer)], [true, said(given)])
    assert.deepEqual(await client.call(answers.getRun, { params: { id: answer.id } }), answer)
  }
})

test('a quote of a known answer goes with its document', async () => {
  const workspace = await world.aWorkspace()
  const { id } = await workspace.import({ title: 'Leave of everybody', text: leave })
  await ask(workspace.client)
  const given = await ask(workspace.client)
  assert.equal(given.citations.length > 0, true)
  await workspace.client.call(documents.deleteDocument, { params: { id } })
  const { citations } = await workspace.client.call(answers.getRun, { params: { id: given.id } })
  assert.deepEqual(
    citations.map(({ isAvailable, quote }) => [isAvailable, quote]),
    given.citations.map(() => [false, '']),
  )
})

test('two workspaces, and two members with different access, never share an answer to the same question', async () => {
  const ours = await aHandbook()
  const theirs = await world.aWorkspace()
  await theirs.import({ title: 'Leave of everybody', text: 'Everybody has twelve days of leave a year, and not one more.' })
  const [insider, outsider] = [await ours.addMember('member'), await ours.addMember('member')]
  const body = { name: 'Board', access: 'members' as const }
  const closed = await insider.client.call(collections.createCollection, { body })
  const secret = { title: 'Leave of the board', text: 'The board has sixty days of leave.', collection: closed.id }
  await importAs(insider.client, secret)
  const asked = { question: 'How many days of leave does the board have?' }
  for (let round = 0; round < 2; round++) {
    assert.match((await ask(insider.client, asked)).answer, /sixty/)
    const others = await Promise.all([ours, outsider, theirs].map(({ client }) => ask(client, asked)))
    for (const other of others) {
      assert.doesNotMatch(JSON.stringify(other), /sixty|the board has/i)
    }
    assert.doesNotMatch(others[2]!.answer, /thirty/)
  }
  assert.equal((await ask(insider.client, asked)).isFromCache, true)
  assert.equal((await ask(outsider.client, asked)).isFromCache, true)
})

test('whatever changes what would be answered has it made anew', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const extra = await workspace.import({ title: 'Parking', text: 'Cars stand behind the house.' })
  const other = await workspace.import({ title: 'Canteen', text: 'Lunch is at noon.' })
  const { id: agentId } = await client.call(agents.createAgent, { body: { name: 'Reader', model: 'default' } })
  const member = await workspace.addMember('member')
  const body = { name: 'Shelf', access: 'workspace' as const }
  const shelf = await client.call(collections.createCollection, { body })
  const params = { id: extra.id }
  const readers = (access: 'members' | 'workspace', members: string[]) =>
    client.call(collections.setCollectionReaders, { params: { id: shelf.id }, body: { access, members } })
  const update = (change: object) => client.call(documents.updateDocument, { params, body: change })
  const provide = { name: 'own', kind: 'openai', baseUrl: provider.openaiUrl, apiKey: 'sk-scripted' } as const
  const changes: [string, () => Promise<unknown>][] = [
    ['a document comes', () => workspace.import({ title: 'Keys', text: 'Keys are at the desk.' })],
    ['it is renamed', () => update({ title: 'Where cars stand' })],
    ['it is tagged', () => update({ tags: ['cars'] })],
    ['it is moved', () => update({ collection: shelf.id })],
    ['its collection is closed', () => readers('members', [workspace.owner.id])],
    ['a reader is named', () => readers('members', [workspace.owner.id, member.userId])],
    ['it is opened', () => readers('workspace', [])],
    ['it is deleted', () => client.call(documents.deleteDocument, { params })],
    ['it is brought back', () => client.call(documents.restoreDocument, { params })],
    ['one is erased', () => client.call(documents.deleteDocument, { params: { id: other.id }, query: { permanently: 'true' } })],
    [
      'the agent changes',
      () => client.call(agents.updateAgent, { params: { id: agentId }, body: { settings: { passages: 7 } } }),
    ],
    ['the search changes', () => client.call(retrieval.updateSettings, { body: { isBroad: true } })],
    ['a provider comes', () => client.call(models.createProvider, { body: provide })],
    ['a model is chosen', () => client.call(models.chooseModels, { body: { chatModels: ['own/small'], embeddingModel: null } })],
    [
      'another one is chosen',
      () => client.call(models.chooseModels, { body: { chatModels: ['own/echo'], embeddingModel: null } }),
    ],
    ['its provider changes', () => client.call(models.updateProvider, { params: { name: 'own' }, body: { apiKey: 'sk-other' } })],
  ]
  for (const [name, change] of changes) {
    await ask(client, { agent: agentId })
    assert.equal((await ask(client, { agent: agentId })).isFromCache, true, `before ${name}`)
    await change()
    assert.equal((await ask(client, { agent: agentId })).isFromCache, false, name)
  }
})

test('nothing is given that another process has outdated a moment ago, also before this one hears of it', async () => {
  const workspace = await aHandbook()
  const { client, transact, id: workspaceId } = workspace
  const member = await workspace.addMember('member')
  const body = { name: 'Board', access: 'members' as const }
  const closed = await client.call(collections.createCollection, { body })
  // As another process writes it, without a word to this one.
  const changes: [string, RawBuilder<unknown>][] = [
    ['a document changed', sql`update corpus_versions set version = version + 1 where workspace_id = ${workspaceId}`],
    [
      'a collection was opened to them',
      sql`insert into collection_members (workspace_id, collection_id, user_id) values (${workspaceId}, ${closed.id}, ${member.userId})`,
    ],
  ]
  for (const [name, change] of changes) {
    await ask(member.client)
    assert.equal((await ask(member.client)).isFromCache, true, `before ${name}`)
    await transact(({ query }) => change.execute(query))
    assert.equal((await ask(member.client)).isFromCache, false, name)
  }
})

test('what words alone found because the embedding model was away is not given again', async () => {
  const { client } = await aHandbook()
  await using away = await ScriptedProvider.start()
  const provide = { name: 'own', kind: 'openai', baseUrl: away.openaiUrl, apiKey: 'sk-scripted' } as const
  await client.call(models.createProvider, { body: provide })
  const chosen = await client.call(models.chooseModels, { body: { chatModels: [], embeddingModel: 'own/embed-32' } })
  assert.equal(chosen.embeddingModel, 'own/embed-32')
  const settings = () => client.call(retrieval.getSettings, {})
  if (!(await settings()).hasVectors) return console.log('NOT RUN: a search by vectors, as this PostgreSQL has no pgvector.')
  await until(async () => (await settings()).active !== null)
  const { id: agent } = await client.call(agents.createAgent, { body: { name: 'Quoting', model: 'extractive' } })
  const entries = async (of: string) => (await look(client)).kinds.find(({ kind }) => kind === of)!.entries
  const search = (q: string) => client.call(retrieval.search, { query: { q } })

  assert.equal((await search('days of leave')).mode, 'hybrid')
  await ask(client, { agent })
  assert.deepEqual([await entries('search'), await entries('answer')], [1, 1])

  await client.call(cache.emptyCache, {})
  await away[Symbol.asyncDispose]()
  assert.equal((await search('thirty days')).mode, 'lexical')
  const { answer } = await ask(client, { agent, question: 'How many days may move into the next year?' })
  assert.match(answer, /Ten of them/)
  assert.deepEqual([await entries('search'), await entries('answer')], [0, 0])
})

test('an agent that is told not to is asked each time, and other collections are another question', async () => {
  const { client } = await aHandbook()
  const { id } = await client.call(agents.createAgent, { body: { name: 'Fresh', usesCache: false } })
  await ask(client, { agent: id })
  assert.equal((await ask(client, { agent: id })).isFromCache, false)
  assert.equal(await kept(client), 0)
  const shelf = await client.call(collections.createCollection, { body: { name: 'Shelf', access: 'workspace' } })
  await ask(client)
  assert.equal((await ask(client, { collections: [shelf.id] })).isFromCache, false)
  assert.equal((await ask(client, { question: question.toUpperCase() })).isFromCache, false)
})

test('the text of a deleted document leaves the memory with it, and so does everything when the cache is emptied', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const { id } = await workspace.import({ title: 'Secret', text: 'The password of the harbour is swordfish.' })
  await ask(client, { question: 'What is the password of the harbour?' })
  assert.equal(await kept(client), 1)
  await client.call(documents.deleteDocument, { params: { id } })
  await until(async () => (await look(client)).bytes === 0)
  await ask(client)
  assert.equal(await kept(client), 1)
  await client.call(cache.emptyCache, {})
  assert.equal((await look(client)).bytes, 0)
  assert.equal((await ask(client)).isFromCache, false)
})

test('twenty who ask a model the same at once are answered by one call', async () => {
  const workspace = await aHandbook()
  const { agent, model } = await anAgentThatSays(workspace.client, 'Thirty days, so it is said.')
  const members = await Promise.all(Array.from({ length: 4 }, () => workspace.addMember('member')))
  const given = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(members[i % 4]!.client, { agent: agent.id })))
  assert.equal(provider.requestsOf(model).length, 1)
  assert.deepEqual(new Set(given.map(({ answer }) => answer)), new Set(['Thirty days, so it is said.']))
  assert.equal(given.filter(({ isFromCache }) => isFromCache).length, 19)
  assert.deepEqual(
    given.filter(({ isFromCache }) => isFromCache).map(({ usage }) => usage.outputTokens),
    new Array(19).fill(0),
  )
})

test('when the first of them stops, the next one asks itself, and who waits can stop waiting', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const { agent, model } = await anAgentThatSays(client, 'Thirty days, so it is said.', {}, 2_000)
  const begin = async () => {
    const conversation = await client.call(conversations.createConversation, { body: { agent: agent.id } })
    return client.call(conversations.sendMessage, { params: { id: conversation.id }, body: { question } })
  }
  const first = await begin()
  await until(async () => provider.requestsOf(model).length === 1)
  const [second, third] = [await begin(), await begin()]
  const stop = (id: string) => client.call(answers.cancelRun, { params: { id } })
  assert.equal((await stop(third.run)).state, 'cancelled')
  assert.equal((await stop(first.run)).state, 'cancelled')
  const find = (id: string) => client.call(answers.getRun, { params: { id } })
  await until(async () => (await find(second.run)).state === 'complete')
  assert.equal((await find(second.run)).isFromCache, false)
  assert.equal(provider.requestsOf(model).length, 2)
})

test('a conversation is given what is known to its first question only, and asking again has it made anew', async () => {
  const { client } = await aHandbook()
  const { agent, model } = await anAgentThatSays(client, 'Thirty days, so it is said.')
  await ask(client, { agent: agent.id })
  const calls = () => provider.requestsOf(model).length
  assert.equal(calls(), 1)
  const { id } = await client.call(conversations.createConversation, { body: { agent: agent.id } })
  const finish = async (begun: { run: string }) => {
    const find = () => client.call(answers.getRun, { params: { id: begun.run } })
    await until(async () => (await find()).state !== 'running')
    return find()
  }
  const send = () => client.call(conversations.sendMessage, { params: { id }, body: { question } })
  const sent = await send()
  const first = await finish(sent)
  assert.equal(first.isFromCache, true)
  assert.equal(calls(), 1)
  assert.equal((await finish(await send())).isFromCache, false)
  const retried = await client.call(conversations.retryMessage, { params: { id, messageId: sent.question.id }, body: {} })
  assert.equal((await finish(retried)).isFromCache, false)
  assert.ok(calls() >= 3)
  const replay = await client.call(answers.replayRun, { params: { id: first.id }, body: { passages: 'current' } })
  assert.equal(replay.replay.isFromCache, false)
})

test('who may not manage the workspace neither sees nor changes its cache', async () => {
  const workspace = await aHandbook()
  for (const role of ['member', 'viewer'] as const) {
    const { client } = await workspace.addMember(role)
    const forbidden = { code: 'auth/forbidden' }
    await assert.rejects(client.call(cache.getCache, {}), forbidden)
    await assert.rejects(client.call(cache.emptyCache, {}), forbidden)
    await assert.rejects(client.call(cache.warmUpCache, { body: {} }), forbidden)
    await assert.rejects(client.call(cache.stopWarmup, {}), forbidden)
  }
  const admin = await workspace.addMember('admin')
  assert.equal((await look(admin.client)).store, 'memory')
})

const hasRedis = canHaveRedis()
if (!hasRedis) console.log('NOT RUN: the test of answers in Redis, as there is no redis-server on this machine.')
if (hasRedis)
  test('servers share what is kept in Redis, a deleted text is not left in it, and without it all goes on', async () => {
    const redis = await startPrivateRedis()
    after(() => redis.stop())
    const server = await startWorld({ ...env, REDIS_URL: redis.url })
    const workspace = await aHandbook(server)
    const { client } = workspace
    await until(async () => (await look(client)).isReachable)
    const { id } = await workspace.import({ title: 'Secret', text: 'The password of the harbour is swordfish.' })
    const asked = { question: 'What is the password of the harbour?' }
    await ask(client, asked)
    assert.equal((await ask(client, asked)).isFromCache, true)
    assert.equal((await look(client)).store, 'redis')
    assert.match(await redis.dump(), /swordfish/)
    await client.call(documents.deleteDocument, { params: { id } })
    await until(async () => !/swordfish/.test(await redis.dump()))
    await ask(client)
    await redis.kill()
    assert.equal((await ask(client)).isFromCache, false)
    assert.equal((await look(client)).isReachable, false)
    await redis.start()
    await until(async () => (await look(client)).isReachable)
    await ask(client)
    assert.equal((await ask(client)).isFromCache, true)
  })

test('a page of search results is given again to those who may read the same, until something changes', async () => {
  const workspace = await aHandbook()
  const { client } = workspace
  const [insider, outsider] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const board = await insider.client.call(collections.createCollection, { body: { name: 'Board', access: 'members' } })
  const secret = { title: 'Leave of the board', text: 'The board has sixty days of leave.', collection: board.id }
  await importAs(insider.client, secret)
  const search = (by: Client, more: object = {}) => by.call(retrieval.search, { query: { q: 'leave days', ...more } })
  const counts = async () => (await look(client)).kinds.find(({ kind }) => kind === 'search')!
  const first = await search(outsider.client)
  assert.deepEqual(await search(client), first)
  assert.deepEqual([(await counts()).hits, (await counts()).misses], [1, 1])
  const seen = await search(insider.client)
  assert.equal(seen.hits.length, first.hits.length + 1)
  assert.doesNotMatch(JSON.stringify(await search(client)), /sixty/)
  await search(client, { limit: 1 })
  assert.equal((await counts()).entries, 3)
  await workspace.import({ title: 'Leave of guests', text: 'Guests have two days of leave.' })
  assert.equal((await search(client)).hits.length, first.hits.length + 1)
})

test('what is outdated is found by looking, too, where nobody could be told', async () => {
  const { client, transact } = await aHandbook()
  await ask(client)
  await until(async () => (await kept(client)) === 1)
  await transact((db) =>
    sql`update corpus_versions set version = version + 1 where workspace_id = ${db.workspaceId}`.execute(db.query),
  )
  assert.equal(await kept(client), 1)
  const { cache: held, database, log } = world.server.app
  const deaf = { asSystem: database.asSystem.bind(database), listen: async () => ({ [Symbol.asyncDispose]: async () => {} }) }
  await using _looking = await forgetOutdated({ cache: held, database: deaf as never, log }, 20)
  await until(async () => (await kept(client)) === 0)
})
