import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type EvaluationRunView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { OwnedServer } from './owned-server.ts'
import { makeDatabase } from './world.ts'

const { evaluation, documents } = contract
const database = await makeDatabase()
const server = await OwnedServer.start('evaluation', database)
after(async () => {
  await server.kill()
  await database?.drop()
})

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
  const client = await server.signIn()
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
  await server.startAgain('SIGKILL')

  const again = await server.signIn()
  const run = await until(again, started, ({ state }) => state !== 'queued' && state !== 'running')
  assert.deepEqual([run.state, run.questions, run.done, run.skipped], ['done', questions, questions, 0])
  const { total } = await again.call(evaluation.listResults, { params: { id, runId: run.id }, query: { limit: 1 } })
  assert.equal(total, questions)
  assert.equal(run.summary?.comparison?.tests.ndcg10.p, 1)
})

test('a run that is cancelled stays so, writes nothing more, and makes room for the next', async () => {
  const client = await server.signIn()
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
