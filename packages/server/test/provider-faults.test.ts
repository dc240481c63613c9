import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { BrainError, contract } from '@brain-ai/contract'
import { findChatModel } from '#models'
import { addOpenAi, contextIn, everyProtocol, type Heard, listen, providerNames, usageRows } from './model-world.ts'
import { faultNames, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

// A thousand questions over every fault that providers have, in every protocol, with and without a fallback.

const timeoutS = { connect: 1, firstToken: 2, idle: 1.5, total: 5 }
const slackMs = 3_000
const prompt = 'canary of the question'

const provider = await ScriptedProvider.start()
// Accepts connections and never says a word, so that no secure connection comes about.
const silent = createServer(() => {}).listen(0, '127.0.0.1')
after(async () => {
  await provider[Symbol.asyncDispose]()
  silent.close()
})
const world = await startWorld({
  ...everyProtocol(provider),
  BRAIN_MODEL_CONNECT_TIMEOUT_S: String(timeoutS.connect),
  BRAIN_MODEL_FIRST_TOKEN_TIMEOUT_S: String(timeoutS.firstToken),
  BRAIN_MODEL_IDLE_TIMEOUT_S: String(timeoutS.idle),
  BRAIN_MODEL_TIMEOUT_S: String(timeoutS.total),
})
let workspace: TestWorkspace

const scenarios = [...faultNames, 'connect'] as const
type ScenarioName = (typeof scenarios)[number]

/** The faults in the middle of an answer, with what was said until then. */
const saidBefore: Partial<Record<ScenarioName, string>> = {
  idle: 'Thirty days of leave, für everyone – ',
  cut: 'Thirty days of leave, für everyone – ',
  'cut-utf8': 'Thirty days of leave, für ',
  'ended-early': 'Thirty days of leave, für everyone – ',
  'malformed-event': 'Thirty days of leave, für everyone – ',
  'error-event': 'Thirty days of leave, für everyone – ',
}
const whole = 'Thirty days of leave, für everyone – no exceptions.'

interface Asked extends Heard {
  readonly id: string
  readonly scenario: ScenarioName
  readonly provider: string
  readonly hasFallback: boolean
  readonly ms: number
}
const asked: Asked[] = []

async function askOne(place: number): Promise<void> {
  const scenario = scenarios[place % scenarios.length]!
  const round = Math.floor(place / scenarios.length)
  const name = providerNames[round % providerNames.length]!
  const hasFallback = Math.floor(round / providerNames.length) % 2 === 1
  const reference = scenario === 'connect' ? 'silent/any' : `${name}/fault-${scenario}`
  const id = crypto.randomUUID()
  const signal = AbortSignal.timeout(40_000)
  const about = { purpose: 'answer', agentId: id }
  const model = await findChatModel(contextIn(world, workspace), hasFallback ? `${reference},openai/echo` : reference, about)
  const start = performance.now()
  const heard = await listen(model, { messages: [{ role: 'user', text: prompt }] }, signal)
  asked.push({ ...heard, id, scenario, provider: name, hasFallback, ms: performance.now() - start })
}

before(async () => {
  workspace = await world.aWorkspace()
  await addOpenAi(workspace, provider)
  const address = silent.address() as { port: number }
  const body = { name: 'silent', kind: 'openai-compatible', baseUrl: `https://127.0.0.1:${address.port}/v1` } as const
  await workspace.client.call(contract.models.createProvider, { body })
  let next = 0
  const worker = async () => {
    while (next < 1_000) await askOne(next++)
  }
  await Promise.all(Array.from({ length: 40 }, worker))
})

test('every one of a thousand ends before its deadline, with an end or with a fault that has a name', () => {
  assert.equal(asked.length, 1_000)
  for (const { scenario, hasFallback, ms, error, events } of asked) {
    const deadlineMs = timeoutS.total * 1000 * (hasFallback ? 2 : 1) + slackMs
    assert.ok(ms < deadlineMs, `${scenario}: ${ms} ms`)
    if (error === undefined) assert.equal(events.at(-1)?.name, 'end', scenario)
    else assert.ok(error instanceof BrainError && /^model\/(unavailable|refused)$/.test(error.code), `${scenario}: ${error}`)
  }
})

test('every fault was really met, in every protocol', () => {
  for (const scenario of faultNames)
    for (const protocol of ['openai', 'anthropic', 'google'])
      assert.ok(
        provider.requestsOf(`fault-${scenario}`).filter((request) => request.protocol === protocol).length >= 3,
        `${scenario} in the protocol of ${protocol}`,
      )
})

test('what was said before a fault is kept, and nobody else goes on from there', () => {
  const broken = asked.filter(({ scenario, text }) => saidBefore[scenario] !== undefined && text !== '' && text !== prompt)
  assert.ok(broken.length > 100, `only ${broken.length} broke in the middle`)
  for (const { scenario, text, error } of broken) {
    assert.equal(text, saidBefore[scenario], scenario)
    assert.ok(error instanceof BrainError && error.code === 'model/unavailable')
  }
  for (const { text } of asked.filter(({ scenario }) => scenario === 'drip'))
    assert.ok(whole.startsWith(text) || text === prompt, text)
})

test('an end that comes twice is one end', () => {
  const twice = asked.filter(({ scenario }) => scenario === 'duplicate-final')
  assert.ok(twice.length > 30)
  for (const { text, events, error } of twice) {
    assert.equal(error, undefined)
    assert.equal(text, whole)
    assert.equal(events.filter(({ name }) => name === 'end').length, 1)
  }
})

test('with a fallback everything that fails before its first word is answered by it', () => {
  const saved = asked.filter(({ scenario, hasFallback, text }) => hasFallback && saidBefore[scenario] !== text)
  const others = saved.filter(({ scenario }) => !['drip', 'duplicate-final', 'truncated-tool'].includes(scenario))
  assert.ok(others.length > 200, `only ${others.length}`)
  for (const { scenario, error, text } of others) assert.deepEqual([scenario, error, text], [scenario, undefined, prompt])
})

test('each call to a model is written down once, and what it used is counted once', async () => {
  const rows = await usageRows(workspace)
  const rowsOf = Map.groupBy(rows, (row) => row.agent_id)
  for (const { id, scenario, hasFallback, error, events } of asked) {
    const own = rowsOf.get(id) ?? []
    const first = own.filter(({ model }) => model !== 'echo')
    const isLeftAlone = error instanceof BrainError && error.details.fault === 'circuit-open'
    const end = events.at(-1)
    const bySecond = end?.name === 'end' && end.model === 'openai/echo'
    // Behind a fallback the first model may have been left alone as well; then nothing was sent to it.
    if (!hasFallback) assert.equal(first.length, isLeftAlone ? 0 : 1, scenario)
    else assert.ok(first.length <= 1, scenario)
    assert.equal(own.length - first.length, bySecond ? 1 : 0, scenario)
    for (const row of own) assert.equal(row.cost_nanos, null)
  }
  const twice = rows.filter(({ model }) => model === 'fault-duplicate-final')
  assert.ok(twice.length > 30 && twice.every(({ output_tokens }) => output_tokens === 5))
  const { lines } = await workspace.client.call(contract.usage.getUsage, { params: { slug: workspace.slug } })
  const tokens = rows.reduce((sum, row) => sum + row.input_tokens + row.output_tokens, 0)
  assert.equal(lines.find(({ metric }) => metric === 'tokens')?.used, tokens)
})

test('at most a tenth of the calls is sent again', async () => {
  const rows = await usageRows(workspace)
  const sent = rows.reduce((sum, { requests }) => sum + requests, 0)
  const again = sent - rows.length
  assert.ok(again > 10, `only ${again} were sent again`)
  assert.ok(again <= rows.length / 10, `${again} of ${rows.length}`)
  const reached = rows.filter((row) => row.provider !== 'silent').reduce((sum, { requests }) => sum + requests, 0)
  assert.equal(provider.requests.filter(({ kind }) => kind === 'chat').length, reached)
})

test('neither errors nor logs nor metrics hold a key or a word of what was asked', async () => {
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  const errors = asked.map(({ error }) => JSON.stringify([String(error), (error as BrainError | undefined)?.details]))
  for (const text of [...errors, world.logLines.join('\n'), metrics])
    for (const secret of ['sk-canary', prompt, 'You said']) assert.ok(!text.includes(secret), text.slice(0, 300))
})

test('a provider that dies is left alone within five seconds, and asked again once it is back', async () => {
  const ctx = contextIn(world, workspace)
  const model = await findChatModel(ctx, 'openai/small', { purpose: 'answer' })
  const ask = () => listen(model, { messages: [{ role: 'user', text: prompt }] }, AbortSignal.timeout(10_000))
  const faultOf = ({ error }: Heard) => (error as BrainError | undefined)?.details.fault
  assert.equal((await ask()).error, undefined)

  provider.playDead(true)
  const start = performance.now()
  while (faultOf(await ask()) !== 'circuit-open') assert.ok(performance.now() - start < 5_000, 'it was not left alone')
  assert.ok(performance.now() - start < 5_000)
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  assert.match(metrics, /brain_model_circuits_open\{kind="openai-compatible"\} [1-9]/)

  provider.playDead(false)
  const back = performance.now()
  while ((await ask()).error !== undefined) {
    assert.ok(performance.now() - back < 10_000, 'it was not asked again')
    await delay(100)
  }
  assert.equal((await ask()).error, undefined)
})
