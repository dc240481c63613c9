import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { startServerProcess } from './server-process.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'
import { makeDatabase } from './world.ts'

const { agents, answers, conversations } = contract
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const provider = await ScriptedProvider.start()
const database = await makeDatabase()
const env = {
  ...provider.env,
  BRAIN_DATA_DIR: makeTemporaryDirectory('interrupted'),
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
  ...(database ? { DATABASE_URL: database.url } : {}),
}
let server = await startServerProcess(env)
after(async () => {
  await server.end('SIGKILL')
  await provider[Symbol.asyncDispose]()
  await database?.drop()
})

async function signIn(): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: server.url, token })
}

/** Begins a long answer, and gives its run once some of it is stored. */
async function beginLongAnswer(client: Client, name: string): Promise<{ run: string; conversation: string }> {
  const agent = await client.call(agents.createAgent, { body: { name, model: 'openai/slow-2000', maxSeconds: 600 } })
  const { id } = await client.call(conversations.createConversation, { body: { agent: agent.id } })
  const { run } = await client.call(conversations.sendMessage, { params: { id }, body: { question: 'Which words are there?' } })
  for (;;) {
    const { state, answer, failure } = await client.call(answers.getRun, { params: { id: run } })
    assert.equal(state, 'running', failure?.message ?? 'it ended')
    if (answer.length >= 40) return { run, conversation: id }
    await delay(50)
  }
}

/** Reads a run to its end, which must come. */
async function lastEventOf(client: Client, run: string) {
  const events = await Array.fromAsync(client.stream(answers.followRun, { params: { id: run } }))
  const last = events.at(-1)
  assert.ok(last?.name === 'error', `it ended with ${last?.name}`)
  return last.data
}

test('after kill -9 in the middle of an answer the next start says that it was interrupted, with what was there', async () => {
  const client = await signIn()
  const body = { title: 'Words', text: 'Words are counted one after the other in this document about words.' }
  await client.call(contract.documents.importDocuments, { body })
  while ((await client.call(contract.documents.listDocuments, { query: { state: 'working' } })).total > 0) await delay(50)
  const { run, conversation } = await beginLongAnswer(client, 'Killed')
  const before = (await client.call(answers.getRun, { params: { id: run } })).answer
  await server.end('SIGKILL')
  server = await startServerProcess(env)
  const again = await signIn()
  const { code, isRetryable, answer } = await lastEventOf(again, run)
  assert.deepEqual([code, isRetryable, answer?.state], ['run/interrupted', true, 'interrupted'])
  assert.ok(answer!.answer.startsWith(before.slice(0, 40)))
  const retried = await again.call(conversations.retryMessage, {
    params: { id: conversation, messageId: run },
    body: { agent: 'General' },
  })
  assert.notEqual(retried.run, run)
  await again.call(answers.cancelRun, { params: { id: retried.run } })
})

test('a polite stop marks what it cannot wait for', async () => {
  const { run } = await beginLongAnswer(await signIn(), 'Stopped')
  assert.equal(await server.end('SIGTERM'), 0)
  server = await startServerProcess(env)
  assert.equal((await lastEventOf(await signIn(), run)).code, 'run/interrupted')
})
