import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type AgentView, type ChatCompletion, contract, type Permission } from '@brain-ai/contract'
import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError, PermissionDeniedError } from 'openai'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld(provider.env)
const { agents, answers, instance, keys, usage } = contract
const everything: Permission[] = ['answers.ask', 'answers.read', 'agents.read', 'models.embed']
const question = 'How many days of leave does everybody have?'

async function aProgram(scopes: Permission[] = everything): Promise<{ workspace: TestWorkspace; openai: OpenAI }> {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Leave', text: 'Everybody has thirty days of leave a year.' })
  return { workspace, openai: connect(await makeKey(workspace, scopes)) }
}

async function makeKey({ client, slug }: TestWorkspace, scopes: Permission[]): Promise<string> {
  return (await client.call(keys.createKey, { params: { slug }, body: { name: 'Program', scopes } })).key
}

const connect = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${world.url}/v1`, maxRetries: 0 })

let scripts = 0
/** An agent whose model says this. */
async function anAgentThatSays(
  { client }: TestWorkspace,
  text: string,
  more: Omit<Parameters<typeof provider.script>[1] & object, 'pieces'> = {},
): Promise<AgentView & { script: string }> {
  const script = `openai-api-${++scripts}`
  provider.script(script, { pieces: piecesOf(text), ...more })
  const agent = await client.call(agents.createAgent, { body: { name: `Agent ${scripts}`, model: `openai/${script}` } })
  return { ...agent, script }
}

const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content }]

/** What a refused request was told. */
async function refusalOf(request: Promise<unknown>): Promise<APIError & { error: { brain_code: string } }> {
  try {
    await request
  } catch (error) {
    assert.ok(error instanceof APIError)
    return error as never
  }
  throw new Error('The request was not refused')
}

test('a chat completion is the answer of an agent, with its citations and what it used', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Everybody has thirty days of leave a year [1].')
  const reply = (await openai.chat.completions.create({ model: agent.id, messages: ask(question) })) as unknown as ChatCompletion
  assert.equal(reply.object, 'chat.completion')
  assert.equal(reply.model, agent.name)
  assert.deepEqual(
    reply.choices.map(({ message, finish_reason }) => [message.role, message.content, finish_reason]),
    [['assistant', 'Everybody has thirty days of leave a year [1].', 'stop']],
  )
  assert.deepEqual(
    reply.citations.map(({ number, title, quote, isSupported }) => [number, title, quote, isSupported]),
    [[1, 'Leave', 'Everybody has thirty days of leave a year.', true]],
  )
  assert.equal(reply.is_answered, true)
  const run = await workspace.client.call(answers.getRun, { params: { id: reply.id.replace('chatcmpl-', '') } })
  assert.equal(run.question, question)
  const { inputTokens, outputTokens } = run.usage
  assert.ok(inputTokens > 0 && outputTokens > 0)
  assert.deepEqual(reply.usage, {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  })
})

test('the built-in answerer is a model too, named by the name of its agent', async () => {
  const { workspace, openai } = await aProgram()
  await workspace.client.call(agents.createAgent, { body: { name: 'Quoter', model: 'extractive' } })
  const reply = (await openai.chat.completions.create({ model: 'quoter', messages: ask(question) })) as unknown as ChatCompletion
  assert.match(reply.choices[0]!.message.content, /thirty days of leave a year.*\[1\]/)
  assert.equal(reply.citations.length, 1)
  assert.equal(reply.usage.total_tokens, 0)
})

test('a streamed completion comes in chunks whose text is the stored answer, usage last where it is wanted', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Everybody has thirty days of leave a year [1]. 🎉 That is all [1].', {
    pieceDelayMs: 5,
  })
  const request = { model: agent.id, messages: ask(question), stream: true as const }
  const stream = await openai.chat.completions.create({ ...request, stream_options: { include_usage: true } })
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)
  assert.deepEqual(chunks.map(({ choices }) => choices[0]?.delta.role).filter(Boolean), ['assistant'])
  const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
  const run = await workspace.client.call(answers.getRun, { params: { id: chunks[0]!.id.replace('chatcmpl-', '') } })
  assert.equal(text, run.answer)
  const [last, ending] = [chunks.at(-1)!, chunks.at(-2)!]
  assert.equal(ending.choices[0]!.finish_reason, 'stop')
  assert.equal((ending as unknown as ChatCompletion).citations.length, 1)
  assert.deepEqual(last.choices, [])
  assert.equal(last.usage?.completion_tokens, run.usage.outputTokens)
  assert.deepEqual(new Set(chunks.slice(0, -1).map((chunk) => chunk.usage)), new Set([null]))

  const plain = await openai.chat.completions.create(request)
  for await (const chunk of plain) assert.equal('usage' in chunk, false)
})

test('the stream helper of the client puts the chunks together again', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Everybody has thirty days of leave a year [1].')
  const completion = await openai.chat.completions.stream({ model: agent.id, messages: ask(question) }).finalChatCompletion()
  assert.equal(completion.choices[0]!.message.content, 'Everybody has thirty days of leave a year [1].')
})

test('an answer that the model could not finish says so', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Everybody has thirty days', { finish: 'length' })
  const reply = await openai.chat.completions.create({ model: agent.id, messages: ask(question) })
  assert.equal(reply.choices[0]!.finish_reason, 'length')
  const stream = await openai.chat.completions.create({ model: agent.id, messages: ask(question), stream: true })
  const reasons = []
  for await (const { choices } of stream) reasons.push(choices[0]!.finish_reason)
  assert.equal(reasons.at(-1), 'length')
})

test('what was said before is read as the conversation, and what the system says is not', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Thirty days of leave [1].')
  await openai.chat.completions.create({
    model: agent.id,
    messages: [
      { role: 'system', content: 'You are a pirate.' },
      { role: 'user', content: [{ type: 'text', text: 'How many days of leave?' }] },
      { role: 'assistant', content: 'Thirty [1].' },
      { role: 'user', content: 'And for the others?' },
    ],
  })
  const calls = provider.requestsOf(agent.script).map(({ chat }) => chat!)
  assert.equal(calls.length, 2, 'the follow-up is put into words of its own first')
  const { system, messages } = calls[1]!
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['user', 'assistant', 'user'],
  )
  assert.equal(messages[0]!.text, 'How many days of leave?')
  assert.doesNotMatch(JSON.stringify([system, messages]), /pirate/)
})

test('the call of the model ends when the program leaves, streaming or not', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Thirty days of leave. '.repeat(50), { pieceDelayMs: 50 })
  const stream = await openai.chat.completions.create({ model: agent.id, messages: ask(question), stream: true })
  let id = ''
  for await (const chunk of stream) {
    id = chunk.id
    break
  }
  const controller = new AbortController()
  const whole = openai.chat.completions.create({ model: agent.id, messages: ask(question) }, { signal: controller.signal })
  while (provider.requestsOf(agent.script).length < 2) await delay(10)
  controller.abort()
  await assert.rejects(whole)
  while (provider.requestsOf(agent.script).some(({ wasAborted }) => !wasAborted)) await delay(10)
  const stateOf = async () => (await workspace.client.call(answers.getRun, { params: { id: id.replace('chatcmpl-', '') } })).state
  while ((await stateOf()) === 'running') await delay(10)
  assert.equal(await stateOf(), 'cancelled')
})

test('a failure before the first word has its status, and one in the middle ends the stream with an error', async () => {
  const { workspace, openai } = await aProgram()
  const refused = await anAgentThatSays(workspace, '', { fault: '401' })
  const request = { model: refused.id, messages: ask(question) }
  for (const stream of [false, true]) {
    const refusal = await refusalOf(openai.chat.completions.create({ ...request, stream }))
    assert.equal(refusal.status, 502)
    assert.equal(refusal.code, 'model/refused')
    assert.equal(refusal.type, 'server_error')
  }
  const broken = await anAgentThatSays(workspace, 'Thirty days of leave for everybody. ', { fault: 'cut', pieceDelayMs: 5 })
  const stream = await openai.chat.completions.create({ ...request, model: broken.id, stream: true })
  let text = ''
  await assert.rejects(
    (async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
    })(),
    (error: unknown) => error instanceof APIError && error.code === 'model/unavailable',
  )
  assert.match(text, /^Thirty/)
})

test('who may not ask is told so in the way of OpenAI', async () => {
  const { workspace, openai } = await aProgram()
  const request = { model: 'General', messages: ask(question) }
  const key = await makeKey(workspace, everything)
  for (const wrong of ['sk-1234', `${key.slice(0, -1)}${key.endsWith('x') ? 'y' : 'x'}`]) {
    const refusal = await refusalOf(connect(wrong).chat.completions.create(request))
    assert.ok(refusal instanceof AuthenticationError)
    assert.deepEqual([refusal.status, refusal.code, refusal.error.brain_code], [401, 'invalid_api_key', 'auth/required'])
    assert.equal(refusal.headers?.get('www-authenticate'), 'Bearer')
    assert.ok(refusal.requestID)
  }
  const readOnly = connect(await makeKey(workspace, ['documents.read']))
  for (const call of [
    () => readOnly.chat.completions.create(request),
    () => readOnly.chat.completions.create({ ...request, stream: true }),
    () => readOnly.models.list(),
    () => readOnly.embeddings.create({ model: 'embed-32', input: 'x' }),
  ]) {
    const refusal = await refusalOf(Promise.resolve(call()))
    assert.ok(refusal instanceof PermissionDeniedError)
    assert.equal(refusal.code, 'auth/scope-missing')
  }

  const operator = await world.aUser({ isOperator: true })
  const params = { slug: workspace.slug }
  await operator.client.call(instance.changeWorkspace, { params, body: { status: 'suspended' } })
  const suspended = await refusalOf(openai.chat.completions.create(request))
  assert.deepEqual([suspended.status, suspended.code], [403, 'workspace/suspended'])
  assert.ok((await openai.models.list()).data.length > 0, 'what only reads stays')
})

test('an agent of another workspace is a model that does not exist', async () => {
  const [ours, theirs] = [await aProgram(), await aProgram()]
  const foreign = await anAgentThatSays(theirs.workspace, 'Thirty days.')
  const tell = async (model: string) => {
    const { status, code, message } = await refusalOf(ours.openai.chat.completions.create({ model, messages: ask(question) }))
    return { status, code, message }
  }
  const told = await tell(foreign.id)
  assert.deepEqual([told.status, told.code], [404, 'model_not_found'])
  assert.deepEqual(await tell(foreign.name), told)
  assert.deepEqual(await tell(crypto.randomUUID()), told)
  assert.ok((await refusalOf(ours.openai.models.retrieve(foreign.id))) instanceof NotFoundError)
})

test('what an agent cannot do is refused by name, and what it decides itself is left out of account', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Thirty days [1].')
  const request = { model: agent.id, messages: ask(question) }
  const wrong: [string, object][] = [
    ['n', { n: 2 }],
    ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }],
    ['response_format', { response_format: { type: 'json_object' } }],
    ['logprobs', { logprobs: true }],
    ['stop', { stop: ['\n'] }],
    ['messages', { messages: [] }],
    ['messages', { messages: [{ role: 'assistant', content: 'Hello.' }] }],
    ['messages', { messages: ask('x'.repeat(2_001)) }],
    ['messages', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] }],
  ]
  for (const [param, change] of wrong) {
    const refusal = await refusalOf(openai.chat.completions.create({ ...request, ...change } as never))
    assert.ok(refusal instanceof BadRequestError, param)
    assert.equal(refusal.param?.split('.')[0], param)
    assert.match(refusal.message, new RegExp(param))
  }
  const reply = await openai.chat.completions.create({ ...request, temperature: 2, max_tokens: 1, seed: 4, user: 'somebody' })
  assert.match(reply.choices[0]!.message.content!, /Thirty days/)
})

test('the agents of the workspace are its models', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Thirty days.')
  const names = []
  for await (const model of openai.models.list()) names.push(model.id)
  assert.deepEqual(names, ['General', agent.name])
  const model = await openai.models.retrieve(agent.name)
  assert.equal((model as unknown as { agent_id: string }).agent_id, agent.id)
  assert.equal(model.created, Math.floor(Date.parse(agent.createdAt) / 1000))
})

test('embeddings come from the model of the workspace, as numbers or packed', async () => {
  const { workspace, openai } = await aProgram()
  const input = ['thirty days of leave', 'leave of thirty days']
  const packed = await openai.embeddings.create({ model: 'embed-32', input })
  const plain = await openai.embeddings.create({ model: 'openai/embed-32', input, encoding_format: 'float' })
  assert.deepEqual(
    packed.data.map(({ index, embedding }) => [index, embedding.length]),
    [
      [0, 32],
      [1, 32],
    ],
  )
  assert.deepEqual(packed.data, plain.data)
  assert.ok(plain.usage.prompt_tokens > 0)
  const calls = await workspace.transact((db) =>
    db.query.selectFrom('ai_usage').select(['kind', 'purpose', 'input_tokens']).where('purpose', '=', 'api').execute(),
  )
  assert.deepEqual(
    calls.map(({ kind }) => kind),
    ['embedding', 'embedding'],
  )

  const other = await refusalOf(openai.embeddings.create({ model: 'text-embedding-3-small', input }))
  assert.deepEqual([other.status, other.code], [404, 'model_not_found'])
  for (const wrong of [{ input: [1, 2, 3] }, { input: '' }, { input, dimensions: 8 }]) {
    const refusal = await refusalOf(openai.embeddings.create({ model: 'embed-32', ...wrong }))
    assert.equal(refusal.status, 400)
  }
})

test('questions of programs count towards the limits of the workspace', async () => {
  const { workspace, openai } = await aProgram()
  const agent = await anAgentThatSays(workspace, 'Thirty days.')
  const operator = await world.aUser({ isOperator: true })
  await operator.client.call(usage.setLimits, { params: { slug: workspace.slug }, body: { own: { queries: 1 } } })
  const request = { model: agent.id, messages: ask(question) }
  await delay(1_100) // limits are known for a second
  await openai.chat.completions.create(request)
  const refusal = await refusalOf(openai.chat.completions.create(request))
  assert.deepEqual([refusal.status, refusal.code, refusal.error.brain_code], [403, 'insufficient_quota', 'limit/reached'])
})

test('an address beside those of OpenAI that is not there says so in the same way', async () => {
  const { openai } = await aProgram()
  const refusal = await refusalOf(openai.responses.create({ model: 'General', input: question }))
  assert.deepEqual([refusal.status, refusal.code], [404, 'request/not-found'])
})

test('no log holds what programs asked or were told', () => {
  const log = world.logLines.join('\n')
  assert.doesNotMatch(log, /days of leave/i)
})
