import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld(provider.env)
const { agents, answers, conversations } = contract

/** A workspace whose agent speaks slowly, and a conversation with it. */
async function aSlowConversation(
  words: number,
  options: { maxSeconds?: number } = {},
): Promise<{ workspace: TestWorkspace; id: string }> {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Words', text: 'Words are counted one after the other in this document about words.' })
  const body = { name: 'Slow', model: `openai/slow-${words}`, ...options }
  const agent = await workspace.client.call(agents.createAgent, { body })
  const { id } = await workspace.client.call(conversations.createConversation, { body: { agent: agent.id } })
  return { workspace, id }
}

const send = ({ workspace, id }: { workspace: TestWorkspace; id: string }) =>
  workspace.client.call(conversations.sendMessage, { params: { id }, body: { question: 'Which words are counted?' } })

const stateOf = async (workspace: TestWorkspace, id: string) => workspace.client.call(answers.getRun, { params: { id } })

test('an answer goes on when whoever asked leaves, and two tabs that come follow the same one', async () => {
  const conversation = await aSlowConversation(60)
  const { workspace } = conversation
  const leaving = new AbortController()
  const events = workspace.client.stream(conversations.sendMessage, {
    params: { id: conversation.id },
    body: { question: 'Which words are counted?' },
    signal: leaving.signal,
  })
  let run = ''
  for await (const event of events) {
    if (event.name === 'run-started') run = event.data.run
    if (event.name === 'text-delta') break
  }
  leaving.abort()
  const follow = async () => {
    let text = ''
    for await (const event of workspace.client.stream(answers.followRun, { params: { id: run } })) {
      if (event.name === 'text-delta') text += event.data.text
      if (event.name === 'answer-end') return { text, answer: event.data }
    }
    throw new Error('It had no end.')
  }
  const [one, other] = await Promise.all([follow(), follow()])
  assert.match(one.text, /word0 .*word59/)
  assert.equal(one.text, other.text)
  assert.equal(one.text, one.answer.answer)
  assert.equal((await stateOf(workspace, run)).answer, one.text)
  assert.equal(provider.requestsOf('slow-60').length, 1)
})

test('from any offset the rest of the text comes, while it is written and afterwards', async () => {
  const conversation = await aSlowConversation(40)
  const { workspace } = conversation
  const { run } = await send(conversation)
  const from = async (offset: number) => {
    let text = ''
    const query = { from: offset }
    for await (const event of workspace.client.stream(answers.followRun, { params: { id: run }, query })) {
      if (event.name !== 'text-delta') continue
      assert.equal(event.data.offset, offset + text.length)
      text += event.data.text
    }
    return text
  }
  const offsets = [0, 1, 7, 50, 100]
  const live = await Promise.all(offsets.map(from))
  const { answer } = await stateOf(workspace, run)
  for (const [i, offset] of offsets.entries()) assert.equal(live[i], answer.slice(offset))
  for (let offset = 0; offset <= answer.length; offset += 13) assert.equal(await from(offset), answer.slice(offset))
})

test('the id of an event is where the reader goes on, also by the header of the browser', async () => {
  const conversation = await aSlowConversation(10)
  const { run } = await send(conversation)
  const headers = { authorization: `Bearer ${conversation.workspace.token}`, accept: 'text/event-stream' }
  const read = async (more: Record<string, string> = {}) =>
    (await fetch(`${world.url}/api/runs/${run}/events`, { headers: { ...headers, ...more } })).text()
  const whole = await read()
  const ids = [...whole.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))
  assert.equal(ids.at(-1), (await stateOf(conversation.workspace, run)).answer.length)
  const rest = await read({ 'last-event-id': '20' })
  assert.match(rest, /"offset":20/)
  assert.doesNotMatch(rest, /"offset":0\b/)
})

test('a run is stopped with the call of its model, and what was said stays', async () => {
  const conversation = await aSlowConversation(500)
  const { workspace } = conversation
  const { run } = await send(conversation)
  while ((await stateOf(workspace, run)).answer.length < 20) await delay(50)
  const answer = await workspace.client.call(answers.cancelRun, { params: { id: run } })
  assert.equal(answer.state, 'cancelled')
  assert.match(answer.answer, /^word0 word1/)
  while (!provider.requestsOf('slow-500')[0]!.wasAborted) await delay(20)
  assert.deepEqual(await workspace.client.call(answers.cancelRun, { params: { id: run } }), answer)
  const events = await Array.fromAsync(workspace.client.stream(answers.followRun, { params: { id: run } }))
  assert.equal(events.at(-1)?.name, 'answer-end')
})

test('an answer that takes longer than its agent may is ended, with what was said', async () => {
  const conversation = await aSlowConversation(2000, { maxSeconds: 5 })
  const { run } = await send(conversation)
  const events = await Array.fromAsync(conversation.workspace.client.stream(answers.followRun, { params: { id: run } }))
  const last = events.at(-1)
  assert.ok(last?.name === 'error' && last.data.code === 'run/took-too-long')
  assert.match(last.data.answer!.answer, /^word0/)
})

test('a stream that is asked for again with its key is the same run', async () => {
  const conversation = await aSlowConversation(30)
  const headers = {
    authorization: `Bearer ${conversation.workspace.token}`,
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  }
  const body = JSON.stringify({ question: 'Which words are counted?', agent: 'Slow' })
  const ask = async (text = body) => (await fetch(`${world.url}/api/brain/query`, { method: 'POST', headers, body: text })).text()
  const endOf = (events: string) => /event: answer-end\ndata: (.*)/.exec(events)?.[1]
  const first = ask()
  await delay(300)
  const [one, again] = await Promise.all([first, ask()])
  assert.ok(endOf(one))
  assert.equal(endOf(again), endOf(one))
  assert.equal(endOf(await ask()), endOf(one))
  assert.match(await ask(JSON.stringify({ question: 'Something else?', agent: 'Slow' })), /idempotency\/mismatch/)
  assert.equal(provider.requestsOf('slow-30').length, 1)
})

test('deleting a conversation stops what is answered in it', async () => {
  const conversation = await aSlowConversation(501)
  const { run } = await send(conversation)
  while (provider.requestsOf('slow-501').length === 0) await delay(20)
  await conversation.workspace.client.call(conversations.deleteConversation, { params: { id: conversation.id } })
  while (!provider.requestsOf('slow-501')[0]!.wasAborted) await delay(20)
  await assert.rejects(stateOf(conversation.workspace, run), { code: 'run/not-found' })
})

test('a question that a key without the scope asks begins nothing', async () => {
  const { workspace, id } = await aSlowConversation(5)
  const made = await workspace.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'Reader', scopes: ['conversations.read'] },
  })
  const client = createClient({ baseUrl: world.url, token: made.key })
  await assert.rejects(client.call(conversations.sendMessage, { params: { id }, body: { question: 'Why?' } }), {
    code: 'auth/scope-missing',
  })
  assert.equal((await client.call(conversations.getConversation, { params: { id } })).messages.length, 0)
})
