import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type WarmupView } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startServerProcess } from './server-process.ts'
import { makeDatabase } from './world.ts'

const { agents, answers, cache, documents } = contract
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const dataDir = await mkdtemp(join(tmpdir(), 'brain-warm-up-'))
const provider = await ScriptedProvider.start()
const database = await makeDatabase()
const env = {
  BRAIN_DATA_DIR: dataDir,
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
  OPENAI_BASE_URL: provider.openaiUrl,
  OPENAI_API_KEY: 'sk-scripted',
  BRAIN_PRIVATE_MODEL_HOSTS: '127.0.0.1',
  ...(database ? { DATABASE_URL: database.url } : {}),
}
let server = await startServerProcess(env)
after(async () => {
  await server.end('SIGKILL')
  await provider[Symbol.asyncDispose]()
  await database?.drop()
  await rm(dataDir, { recursive: true, force: true })
})

async function signIn(): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: server.url, token })
}

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
  let client = await signIn()
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
  await server.end('SIGKILL')
  server = await startServerProcess(env)

  client = await signIn()
  const whole = await until(client, ({ finishedAt }) => finishedAt !== null)
  assert.deepEqual([whole.id, whole.state], [id, 'complete'])
  for (const question of questions) assert.equal((await ask(question)).isFromCache, true, question)
})
