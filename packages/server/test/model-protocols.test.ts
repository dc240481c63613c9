import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import { z } from 'zod'
import { findChatModel, findEmbeddingModel } from '#models'
import type { ChatModel, ChatTool } from '#platform/llm'
import { addOpenAi, contextIn, everyProtocol, listen, providerNames, usageRows } from './model-world.ts'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

// The same behaviour from every kind of provider, over its real protocol.

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld(everyProtocol(provider))
let workspace: TestWorkspace
const inTime = () => AbortSignal.timeout(20_000)

before(async () => {
  workspace = await world.aWorkspace()
  await addOpenAi(workspace, provider)
})

async function modelOf(name: string, model: string): Promise<ChatModel> {
  const found = await findChatModel(contextIn(world, workspace), `${name}/${model}`)
  assert.ok(found)
  return found
}

const searchTool = (ran: unknown[]): ChatTool => ({
  name: 'search',
  description: 'Searches the documents.',
  input: z.object({ query: z.string().min(3) }),
  run: async (input) => {
    ran.push(input)
    return 'Thirty days.'
  },
})

for (const name of providerNames) {
  test(`${name}: a conversation is told with who said what, and answered word by word`, async () => {
    const model = await modelOf(name, 'echo')
    const messages = [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: 'Hello, how can I help?' },
      { role: 'user', text: 'Wie viele Urlaubstage für Müller – 30?' },
    ] as const
    const { text, events, error } = await listen(model, { system: 'Be brief.', messages, temperature: 0.2 }, inTime())
    assert.equal(error, undefined)
    assert.equal(text, 'Wie viele Urlaubstage für Müller – 30?')
    assert.ok(events.filter((event) => event.name === 'text-delta').length > 3)
    const seen = provider.requestsOf('echo').at(-1)
    assert.equal(seen?.chat?.system, 'Be brief.')
    assert.deepEqual(seen?.chat?.messages, messages)
  })

  test(`${name}: every class of tokens is told as the provider counts them`, async () => {
    const usage = { input: 100, cachedInput: 40, output: 30, reasoning: name === 'anthropic' ? 0 : 10 }
    provider.script('counts', { pieces: ['Yes.'], usage: { ...usage, ...(name === 'anthropic' ? { cacheWrite: 20 } : {}) } })
    const { events } = await listen(await modelOf(name, 'counts'), { messages: [{ role: 'user', text: 'Hi' }] }, inTime())
    const end = events.at(-1)
    assert.ok(end?.name === 'end')
    assert.deepEqual(end.usage, {
      inputTokens: 100,
      cachedInputTokens: 40,
      cacheWriteTokens: name === 'anthropic' ? 20 : 0,
      outputTokens: 30,
      reasoningTokens: usage.reasoning,
    })
    assert.equal(end.model, `${name}/counts`)
  })

  test(`${name}: a tool is run with what the model wrote, and the model told what came back`, async () => {
    const ran: unknown[] = []
    const request = { messages: [{ role: 'user' as const, text: 'leave policy' }], tools: [searchTool(ran)], maxToolRounds: 2 }
    const { events, text, error } = await listen(await modelOf(name, 'tool-search'), request, inTime())
    assert.equal(error, undefined)
    assert.deepEqual(ran, [{ query: 'leave policy' }])
    const names = events.map((event) => event.name).filter((one) => one !== 'text-delta')
    assert.deepEqual(names, ['tool-call', 'tool-result', 'end'])
    assert.match(text, /The tool said: .*Thirty days\./)
  })

  test(`${name}: an input that does not fit is told to the model, and the tool does not run`, async () => {
    const ran: unknown[] = []
    const request = { messages: [{ role: 'user' as const, text: 'x' }], tools: [searchTool(ran)], maxToolRounds: 1 }
    const { events } = await listen(await modelOf(name, 'tool-search'), request, inTime())
    assert.deepEqual(ran, [])
    const result = events.find((event) => event.name === 'tool-result')
    assert.match(result?.output ?? '', /does not fit/)
    assert.equal(events.at(-1)?.name, 'end')
  })

  test(`${name}: a model that asks for tools without end is stopped`, async () => {
    provider.script('endless', { tools: [{ name: 'search', input: { query: 'again' } }] })
    const ran: unknown[] = []
    const request = { messages: [{ role: 'user' as const, text: 'go' }], tools: [searchTool(ran)], maxToolRounds: 2 }
    const { events } = await listen(await modelOf(name, 'endless'), request, inTime())
    const end = events.at(-1)
    assert.ok(end?.name === 'end' && end.finishReason === 'tool-rounds')
    assert.equal(ran.length, 2)
  })

  test(`${name}: an answer that was cut short or held back says so`, async () => {
    for (const finish of ['length', 'filtered'] as const) {
      provider.script('short', { pieces: ['Thirty'], finish })
      const { events } = await listen(await modelOf(name, 'short'), { messages: [{ role: 'user', text: 'Hi' }] }, inTime())
      const end = events.at(-1)
      assert.ok(end?.name === 'end' && end.finishReason === finish)
    }
  })

  test(`${name}: whoever stops reading, or cancels, ends the request at the provider, and pays for what was read`, async () => {
    const before = (await usageRows(workspace)).length
    const model = await modelOf(name, 'slow-200')
    const request = { system: 'Answer.', messages: [{ role: 'user' as const, text: 'Tell me a long story.' }] }
    for await (const event of model.stream(request, { signal: inTime() })) if (event.name === 'text-delta') break

    const controller = new AbortController()
    const cancelled = listen(model, request, controller.signal)
    await delay(300)
    controller.abort(new Error('not needed any more'))
    const { error, text } = await cancelled
    assert.match(String(error), /not needed any more/)
    assert.ok(text.length > 0)
    await delay(100)
    const seen = provider.requestsOf('slow-200').slice(-2)
    assert.deepEqual(
      seen.map(({ wasAborted }) => wasAborted),
      [true, true],
    )
    const rows = (await usageRows(workspace)).slice(before)
    assert.deepEqual(
      rows.map(({ outcome, is_estimated, input_tokens }) => [outcome, is_estimated, input_tokens > 0]),
      [
        ['cancelled', true, true],
        ['cancelled', true, true],
      ],
    )
  })
}

test('Anthropic has no embedding models; all others make vectors in batches', async () => {
  const ctx = contextIn(world, workspace)
  assert.equal(await findEmbeddingModel(ctx, 'anthropic/embed-32'), undefined)
  for (const name of ['openai', 'own', 'google']) {
    const model = await findEmbeddingModel(ctx, `${name}/embed-48`)
    assert.ok(model)
    const texts = Array.from({ length: 130 }, (_, i) => `passage number ${i}`)
    const { vectors } = await model.embed(texts, { signal: inTime(), purpose: 'passage' })
    assert.equal(vectors.length, 130, name)
    assert.ok(vectors.every((vector) => vector.length === 48 && Math.abs(Math.hypot(...vector) - 1) < 1e-5))
  }
})

test('a provider that cannot embed at the moment is asked again, and a key that is wrong is not', async () => {
  const ctx = contextIn(world, workspace)
  const embed = async (fault: '401' | '503') => {
    provider.script(`embed-${fault}`, { fault })
    const model = await findEmbeddingModel(ctx, `openai/embed-${fault}`)
    const error = await model?.embed(['x'], { signal: inTime(), purpose: 'question' }).catch((thrown: unknown) => thrown)
    assert.ok(error instanceof BrainError)
    return { code: error.code, sent: provider.requestsOf(`embed-${fault}`).length }
  }
  assert.deepEqual(await embed('401'), { code: 'model/refused', sent: 1 })
  assert.deepEqual(await embed('503'), { code: 'model/unavailable', sent: 3 })
})

test('what nobody configured is undefined', async () => {
  const ctx = contextIn(world, workspace)
  assert.equal(await findChatModel(ctx), undefined)
  for (const reference of ['nobody/model', 'openai', '/model', 'openai/', '']) {
    assert.equal(await findChatModel(ctx, reference), undefined, reference)
    assert.equal(await findEmbeddingModel(ctx, reference), undefined, reference)
  }
})
