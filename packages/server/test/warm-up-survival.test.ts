import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type WarmupView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { OwnedServer } from './owned-server.ts'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { makeDatabase } from './world.ts'

const { agents, answers, cache, documents } = contract
const provider = await ScriptedProvider.start()
const database = await makeDatabase()
const server = await OwnedServer.start('warm-up', database, provider.env)
after(async () => {
  await server.kill()
  await provider[Symbol.asyncDispose]()
  await database?.drop()
})

async function until(client: Client, isSo: (warmup: WarmupView) => boolean): Promise<WarmupView> {
  // On PostgreSQL another process waits for the end of the lease, which is a minute.
  for (let i = 0; i < 6_000; i++) {
    const { warmup } = await client.call(cache.getCache, {})
    if (warmup && isSo(warmup)) return warmup
    await delay(20)
  }
  throw new Error('It did not come in time.')
}

test('a warm-up goes on after kill -9, and leaves every question known', async () => {
  let client = await server.signIn()
  await client.call(documents.importDocuments, { body: { title: 'Leave', text: 'Everybody has thirty days of leave a year.' } })
  while ((await client.call(documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0) await delay(50)
  let firstDelayMs = 0
  provider.script('patient', () => ({ pieces: piecesOf('Thirty days. [1]'), firstDelayMs }))
  const { id: agent } = await client.call(agents.createAgent, { body: { name: 'Patient', model: 'openai/patient' } })
  const questions = ['one', 'two', 'three', 'four', 'five', 'six'].map(
    (word) => `How many days of leave are there in year ${word}?`,
  )
  const ask = (question: string) => client.call(answers.askQuestion, { body: { question, agent } })
  for (const question of questions) await ask(question)

  await client.call(cache.emptyCache, {})
  firstDelayMs = 400
  const { id } = await client.call(cache.warmUpCache, { body: {} })
  const broken = await until(client, ({ done }) => done >= 2)
  assert.equal(broken.finishedAt, null, 'the warm-up was over before it could be broken off')
  await server.startAgain('SIGKILL')

  client = await server.signIn()
  const whole = await until(client, ({ finishedAt }) => finishedAt !== null)
  assert.deepEqual([whole.id, whole.state], [id, 'complete'])
  for (const question of questions) assert.equal((await ask(question)).isFromCache, true, question)
})
