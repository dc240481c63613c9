import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type EvaluationRunView } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { startServerProcess } from './server-process.ts'
import { makeDatabase } from './world.ts'

const { evaluation, documents } = contract
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const dataDir = await mkdtemp(join(tmpdir(), 'brain-evaluation-'))
const database = await makeDatabase()
const env = {
  BRAIN_DATA_DIR: dataDir,
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
  ...(database ? { DATABASE_URL: database.url } : {}),
}
let server = await startServerProcess(env)
after(async () => {
  await server.end('SIGKILL')
  await database?.drop()
  await rm(dataDir, { recursive: true, force: true })
})

async function signIn(): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: server.url, token })
}

async function until(client: Client, run: EvaluationRunView, condition: (run: EvaluationRunView) => boolean) {
  for (;;) {
    const now = await client.call(evaluation.getRun, { params: { id: run.setId, runId: run.id } })
    if (condition(now)) return now
    await delay(10)
  }
}

const questions = 500
let setId = ''

test('a run goes on after kill -9, and measures every question once', async () => {
  const client = await signIn()
  for (let i = 0; i < 5; i++)
    await client.call(documents.importDocuments, { body: { title: `Machine ${i}`, text: `Machine ${i} is oiled with care.` } })
  while ((await client.call(documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0) await delay(50)
  const { id } = await client.call(evaluation.createSet, { body: { name: 'Machines' } })
  setId = id
  const jsonl = Array.from({ length: questions }, (_, i) =>
    JSON.stringify({ question: `How is machine ${i % 5} oiled, number ${i}?`, expected: [{ document: `Machine ${i % 5}` }] }),
  ).join('\n')
  await client.call(evaluation.importQuestions, { params: { id }, body: { jsonl } })

  const started = await client.call(evaluation.startRun, { params: { id }, body: { b: { rankedAgain: 100 } } })
  const broken = await until(client, started, ({ done }) => done >= 20)
  assert.equal(broken.state, 'running', 'the run was over before it could be broken off')
  await server.end('SIGKILL')
  server = await startServerProcess(env)

  const again = await signIn()
  const run = await until(again, started, ({ state }) => state !== 'queued' && state !== 'running')
  assert.deepEqual([run.state, run.questions, run.done, run.skipped], ['done', questions, questions, 0])
  const { total } = await again.call(evaluation.listResults, { params: { id, runId: run.id }, query: { limit: 1 } })
  assert.equal(total, questions)
  assert.equal(run.summary?.comparison?.tests.ndcg10.p, 1)
})

test('a run that is cancelled stays so, writes nothing more, and makes room for the next', async () => {
  const client = await signIn()
  const params = { id: setId }
  const started = await client.call(evaluation.startRun, { params, body: {} })
  await assert.rejects(client.call(evaluation.startRun, { params, body: {} }), { code: 'evaluation/already-running' })
  await until(client, started, ({ done }) => done >= 20)
  const ofRun = { id: setId, runId: started.id }
  const cancelled = await client.call(evaluation.cancelRun, { params: ofRun })
  assert.equal(cancelled.state, 'cancelled')
  await assert.rejects(client.call(evaluation.cancelRun, { params: ofRun }), { code: 'evaluation/not-running' })
  const next = await client.call(evaluation.startRun, { params, body: {} })
  await until(client, next, ({ done }) => done >= 20)
  assert.deepEqual(await client.call(evaluation.getRun, { params: ofRun }), cancelled)
  await client.call(evaluation.deleteRun, { params: { id: setId, runId: next.id } })
  const { runs } = await client.call(evaluation.listRuns, { params })
  assert.deepEqual(
    runs.map(({ state }) => state),
    ['cancelled', 'done'],
  )
})
