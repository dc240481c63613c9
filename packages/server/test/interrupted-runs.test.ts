import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { OwnedServer } from './owned-server.ts'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { makeDatabase } from './world.ts'

const { agents, answers, conversations } = contract
const provider = await ScriptedProvider.start()
const database = await makeDatabase()
const server = await OwnedServer.start('interrupted', database, provider.env)
after(async () => {
  await server.kill()
  await provider[Symbol.asyncDispose]()
  await database?.drop()
})

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
  const client = await server.signIn()
  const body = { title: 'Words', text: 'Words are counted one after the other in this document about words.' }
  await client.call(contract.documents.importDocuments, { body })
  while ((await client.call(contract.documents.listDocuments, { query: { state: 'working' } })).total > 0) await delay(50)
  const { run, conversation } = await beginLongAnswer(client, 'Killed')
  const before = (await client.call(answers.getRun, { params: { id: run } })).answer
  await server.startAgain('SIGKILL')
  const again = await server.signIn()
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
  const { run } = await beginLongAnswer(await server.signIn(), 'Stopped')
  assert.equal(await server.startAgain('SIGTERM'), 0)
  assert.equal((await lastEventOf(await server.signIn(), run)).code, 'run/interrupted')
})
