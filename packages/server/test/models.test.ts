import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findChatModel, findEmbeddingModel } from '#models'
import { createWorkspaceContext } from '#platform/context'
import type { ChatEvent, ChatModel } from '#platform/llm'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld({ ...provider.env, BRAIN_CHAT_MODEL: 'openai/fault-500, openai/echo' })
const { app } = world.server

const contextOf = (workspace: TestWorkspace, signal = AbortSignal.timeout(20_000)) =>
  createWorkspaceContext(app, { workspaceId: workspace.id, actor: { kind: 'job', queue: 'test' }, signal })

async function ask(model: ChatModel | undefined, text: string, signal = AbortSignal.timeout(20_000)): Promise<ChatEvent[]> {
  assert.ok(model)
  return Array.fromAsync(model.stream({ system: 'Answer.', messages: [{ role: 'user', text }] }, { signal }))
}

const rowsOf = (workspace: TestWorkspace) =>
  workspace.transact((db) => db.query.selectFrom('ai_usage').selectAll().orderBy('started_at').execute())

test('the model of the installation answers, and what it used is written down and counted', async () => {
  const workspace = await world.aWorkspace()
  const events = await ask(await findChatModel(contextOf(workspace), 'openai/echo'), 'How many days of leave?')
  assert.equal(events.map((event) => (event.name === 'text-delta' ? event.text : '')).join(''), 'How many days of leave?')
  const end = events.at(-1)
  assert.ok(end?.name === 'end' && end.finishReason === 'stop')
  const [row, ...others] = await rowsOf(workspace)
  assert.equal(others.length, 0)
  assert.deepEqual([row?.provider, row?.model, row?.outcome, row?.cost_nanos], ['openai', 'echo', 'finished', null])
  assert.deepEqual([row?.input_tokens, row?.output_tokens], [end.usage.inputTokens, end.usage.outputTokens])
})

test('without a reference the chain of the installation is asked, and the second model answers when the first one fails', async () => {
  const workspace = await world.aWorkspace()
  const events = await ask(await findChatModel(contextOf(workspace)), 'Hello')
  const end = events.at(-1)
  assert.ok(end?.name === 'end' && end.model === 'openai/echo')
  assert.deepEqual(
    (await rowsOf(workspace)).map(({ model, outcome }) => [model, outcome]),
    [
      ['fault-500', 'failed'],
      ['echo', 'finished'],
    ],
  )
})

test('texts become vectors of unit length, near each other when they have words in common', async () => {
  const workspace = await world.aWorkspace()
  const model = await findEmbeddingModel(contextOf(workspace), 'openai/embed-32')
  assert.ok(model)
  const texts = Array.from({ length: 150 }, (_, i) => `passage number ${i}`)
  const { vectors, usage } = await model.embed(texts, { signal: AbortSignal.timeout(5_000), purpose: 'passage' })
  assert.equal(vectors.length, 150)
  assert.ok(vectors.every((vector) => vector.length === 32 && Math.abs(Math.hypot(...vector) - 1) < 1e-5))
  assert.ok(usage.inputTokens > 0)
  assert.equal((await rowsOf(workspace)).length, 1)
})
