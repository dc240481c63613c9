import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, type StartedRun } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { startWorld } from './world.ts'

const world = await startWorld()
const workspace = await world.aWorkspace()
await workspace.import({
  title: 'Leave policy',
  format: 'markdown',
  text: '# Leave\n\nEverybody has thirty days of leave a year.\n\n## Notice\n\nThe notice period is three months to the end of a quarter.',
})
const { conversations, answers } = contract

async function begin(client: Client, given: { title?: string } = {}): Promise<string> {
  return (await client.call(conversations.createConversation, { body: given })).id
}

/** Asks and waits until the answer is there. */
async function ask(client: Client, id: string, question: string, more: { parent?: string | null } = {}): Promise<StartedRun> {
  const started = await client.call(conversations.sendMessage, { params: { id }, body: { question, ...more } })
  await end(client, started.run)
  return started
}

async function end(client: Client, run: string) {
  for await (const event of client.stream(answers.followRun, { params: { id: run } }))
    if (event.name === 'answer-end') return event.data
  throw new Error('The run had no end.')
}

test('a conversation keeps questions and answers, and takes its title from the first question', async () => {
  const id = await begin(workspace.client)
  const { run, question } = await ask(workspace.client, id, 'How many days of leave does everybody have?')
  const { conversation, messages } = await workspace.client.call(conversations.getConversation, { params: { id } })
  assert.equal(conversation.title, 'How many days of leave does everybody have?')
  assert.deepEqual(
    messages.map((message) => [message.id, message.parentId, message.role]),
    [
      [question.id, null, 'user'],
      [run, question.id, 'assistant'],
    ],
  )
  const { answer } = messages[1]!
  assert.match(answer!.answer, /thirty days/)
  assert.equal(answer!.state, 'complete')
  assert.equal(answer!.citations[0]!.title, 'Leave policy')
})

test('a question is edited, an answer repeated, and every branch is kept', async () => {
  const id = await begin(workspace.client)
  const first = await ask(workspace.client, id, 'How many days of leave does everybody have?')
  const second = await ask(workspace.client, id, 'What is the notice period?')
  assert.equal(second.question.parentId, first.run)
  const edited = await ask(workspace.client, id, 'How many days of leave are there a year?', { parent: null })
  assert.equal(edited.question.parentId, null)
  const again = await workspace.client.call(conversations.retryMessage, {
    params: { id, messageId: first.run },
    body: { agent: 'General' },
  })
  await end(workspace.client, again.run)
  const { messages } = await workspace.client.call(conversations.getConversation, { params: { id } })
  const children = (parentId: string | null) =>
    messages.filter((message) => message.parentId === parentId).map((message) => message.id)
  assert.deepEqual(children(null), [first.question.id, edited.question.id])
  assert.deepEqual(children(first.question.id), [first.run, again.run])
  assert.deepEqual(children(first.run), [second.question.id])
})

test('a message of another conversation is no parent, and looks like none at all', async () => {
  const [one, other] = [await begin(workspace.client), await begin(workspace.client)]
  const { run } = await ask(workspace.client, one, 'What is the notice period?')
  for (const parent of [run, crypto.randomUUID()])
    await assert.rejects(ask(workspace.client, other, 'And then?', { parent }), { code: 'message/not-found' })
})

test('conversations are renamed, archived, found by their words, and listed page by page', async () => {
  const person = await workspace.addMember('viewer')
  const ids: string[] = []
  for (const question of ['How many days of leave?', 'What is the notice period?', 'Who pays for lunch?']) {
    const id = await begin(person.client)
    await ask(person.client, id, question)
    ids.unshift(id)
  }
  const list = async (query: object) =>
    (await person.client.call(conversations.listConversations, { query })).conversations.map(({ id }) => id)
  assert.deepEqual(await list({}), ids)
  const page = await person.client.call(conversations.listConversations, { query: { limit: 2 } })
  assert.deepEqual(await list({ limit: 2, cursor: page.nextCursor! }), ids.slice(2))
  assert.deepEqual(await list({ q: 'LUNCH' }), [ids[0]])
  assert.deepEqual(await list({ q: 'what is the notice' }), [ids[1]])
  assert.deepEqual(await list({ q: '%' }), [])
  const params = { id: ids[0]! }
  const changed = await person.client.call(conversations.updateConversation, {
    params,
    body: { title: 'Food', isArchived: true },
  })
  assert.deepEqual([changed.title, changed.isArchived], ['Food', true])
  assert.deepEqual(await list({}), ids.slice(1))
  assert.deepEqual(await list({ archived: 'true' }), [ids[0]])
  await ask(person.client, ids[0]!, 'Is there tea?')
  assert.equal((await person.client.call(conversations.getConversation, { params })).conversation.title, 'Food')
})

test('a conversation is its member’s own until they share it, and then it is only read', async () => {
  const [owner, other] = [await workspace.addMember('member'), await workspace.addMember('admin')]
  const id = await begin(owner.client)
  const { run } = await ask(owner.client, id, 'What is the notice period?')
  const params = { id }
  await assert.rejects(other.client.call(conversations.getConversation, { params }), { code: 'conversation/not-found' })
  await assert.rejects(other.client.call(answers.getRun, { params: { id: run } }), { code: 'run/not-found' })

  await owner.client.call(conversations.updateConversation, { params, body: { isShared: true } })
  const { conversation, messages } = await other.client.call(conversations.getConversation, { params })
  assert.deepEqual([conversation.isMine, conversation.owner.id], [false, owner.userId])
  assert.match(messages[1]!.text, /three months/)
  const shared = await other.client.call(conversations.listConversations, { query: { of: 'shared', q: 'notice' } })
  assert.ok(shared.conversations.some((one) => one.id === id))
  assert.match((await end(other.client, run)).answer, /three months/)
  const tries = [
    () => other.client.call(conversations.sendMessage, { params, body: { question: 'And?' } }),
    () => other.client.call(conversations.updateConversation, { params, body: { title: 'Mine' } }),
    () => other.client.call(conversations.deleteConversation, { params }),
  ]
  for (const attempt of tries) await assert.rejects(attempt, { code: 'conversation/not-found' })
  for (const route of [answers.explainRun, answers.cancelRun])
    await assert.rejects(other.client.call(route, { params: { id: run } }), { code: 'run/not-found' })
})

test('not even a query that forgets to ask changes or reads what somebody else asked', async () => {
  const [owner, other] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const [shared, own] = [await begin(owner.client), await begin(owner.client)]
  for (const id of [shared, own]) await ask(owner.client, id, 'What is the notice period?')
  await owner.client.call(conversations.updateConversation, { params: { id: shared }, body: { isShared: true } })
  const reader = { userId: other.userId, managesCollections: false }
  const asOther = <T>(work: Parameters<typeof world.server.app.database.transact<T>>[1]) =>
    world.server.app.database.transact(workspace.id, work, { reader })
  const seen = await asOther((db) => db.query.selectFrom('agent_messages').select('conversation_id').execute())
  assert.ok(!seen.some((row) => row.conversation_id === own))
  assert.ok(seen.some((row) => row.conversation_id === shared))
  const changes = await asOther(async ({ query }) => [
    await query.updateTable('conversations').set({ user_id: other.userId }).where('id', '=', shared).executeTakeFirst(),
    await query
      .updateTable('agent_messages')
      .set({ user_id: other.userId })
      .where('conversation_id', '=', shared)
      .executeTakeFirst(),
  ])
  assert.deepEqual(
    changes.map((change) => change.numUpdatedRows),
    [0n, 0n],
  )
  const { numDeletedRows } = await asOther(({ query }) =>
    query.deleteFrom('conversations').where('id', '=', shared).executeTakeFirst(),
  )
  assert.equal(numDeletedRows, 0n)
})

test('a shared answer is withheld from whoever may not read what it was made of', async () => {
  const [insider, outsider] = [await workspace.addMember('member'), await workspace.addMember('admin')]
  const closed = await insider.client.call(contract.collections.createCollection, {
    body: { name: 'Salaries', access: 'members' },
  })
  const body = {
    title: 'Salaries of the yacht crew',
    text: 'The captain of the yacht is paid nine thousand florins a month.',
    collection: closed.id,
  }
  await insider.client.call(contract.documents.importDocuments, { body })
  const working = { query: { state: 'working' as const } }
  while ((await insider.client.call(contract.documents.listDocuments, working)).total > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const id = await begin(insider.client)
  const { run } = await ask(insider.client, id, 'How much is the captain of the yacht paid a month?')
  await insider.client.call(conversations.updateConversation, { params: { id }, body: { isShared: true } })
  assert.match((await insider.client.call(answers.getRun, { params: { id: run } })).answer, /florins/)
  for (const reply of [
    await outsider.client.call(answers.getRun, { params: { id: run } }),
    await outsider.client.call(conversations.getConversation, { params: { id } }),
    await outsider.client.call(conversations.listConversations, { query: { of: 'shared', q: 'florins' } }),
    await end(outsider.client, run),
  ])
    assert.doesNotMatch(JSON.stringify(reply), /florins|Salaries of/)
  assert.equal((await outsider.client.call(answers.getRun, { params: { id: run } })).isWithheld, true)
})

test('a document that is deleted or closed leaves a tombstone in old citations', async () => {
  const person = await workspace.addMember('member')
  const document = await workspace.import({ title: 'Tea rules', text: 'Tea is served at four with scones and marmalade.' })
  const id = await begin(person.client)
  const { run } = await ask(person.client, id, 'When is tea served with scones?')
  const cited = async () => (await person.client.call(answers.getRun, { params: { id: run } })).citations[0]!
  assert.deepEqual([(await cited()).isAvailable, (await cited()).title], [true, 'Tea rules'])

  const collection = await workspace.client.call(contract.collections.createCollection, {
    body: { name: 'Tea', access: 'members' },
  })
  const params = { id: document.id }
  await workspace.client.call(contract.documents.updateDocument, { params, body: { collection: collection.id } })
  const { number, isAvailable, title, quote } = await cited()
  assert.deepEqual({ number, isAvailable, title, quote }, { number: 1, isAvailable: false, title: '', quote: '' })
  await workspace.client.call(contract.documents.updateDocument, { params, body: { collection: null } })
  assert.equal((await cited()).isAvailable, true)

  await workspace.client.call(contract.documents.deleteDocument, { params, query: { permanently: 'true' } })
  assert.equal((await cited()).isAvailable, false)
  const left = await workspace.transact((db) =>
    db.query.selectFrom('answer_quotes').select('quote').where('message_id', '=', run).execute(),
  )
  assert.deepEqual(left, [])
  const why = await person.client.call(answers.explainRun, { params: { id: run } })
  assert.ok(why.currentCorpusVersion > why.corpusVersion)
  assert.equal(why.passages.find((passage) => passage.citedAs === 1)?.isAvailable, false)
})

test('nothing of a deleted conversation is left', async () => {
  const id = await begin(workspace.client)
  const { run } = await ask(workspace.client, id, 'What is the notice period?')
  await workspace.client.call(conversations.deleteConversation, { params: { id } })
  await assert.rejects(workspace.client.call(conversations.getConversation, { params: { id } }), {
    code: 'conversation/not-found',
  })
  await assert.rejects(workspace.client.call(answers.getRun, { params: { id: run } }), { code: 'run/not-found' })
  const rows = await workspace.transact(async ({ query }) => [
    ...(await query.selectFrom('agent_messages').select('id').where('conversation_id', '=', id).execute()),
    ...(await query.selectFrom('answer_records').select('message_id').where('message_id', '=', run).execute()),
    ...(await query.selectFrom('answer_quotes').select('number').where('message_id', '=', run).execute()),
  ])
  assert.deepEqual(rows, [])
})

test('a question of odd characters is answered or refused, and never breaks the server', async () => {
  const id = await begin(workspace.client)
  const { run } = await ask(workspace.client, id, 'How many days \ud800 of leave?')
  assert.equal((await workspace.client.call(answers.getRun, { params: { id: run } })).state, 'complete')
  await assert.rejects(ask(workspace.client, id, 'How many\u0000 days?'), { code: 'request/invalid' })
  const made = await workspace.client.call(contract.agents.createAgent, {
    body: { name: 'Odd \ud800', model: 'extractive', instructions: 'a\u0000b\udc00' },
  })
  assert.equal(made.settings?.instructions, 'ab\ufffd')
})
