import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { mean } from '../packages/server/src/features/retrieval/evaluation/ranking-measures.ts'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import type { ServerProcess } from '../packages/server/test/server-process.ts'
import { owner, withServer } from './bench-server.ts'
import { Corpus } from './corpus.ts'
import { ms, quantile, table } from './measure.ts'

// What a question costs above the bare call of its model: time to the first token, and CPU per hundred tokens. The scripted provider,
// the server and this program are processes of their own; the ways to ask take turns, so that load falls on all of them alike.

const rounds = Number(process.argv[2] ?? 100)
const documentCount = 200
const parallel = 8
const streams = 40
const cpuTurns = 4
const [few, many] = [20, 220]
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Asks once; gives the milliseconds to the first text. */
type Way = (model: string, question: string) => Promise<number>

const provider = await startProvider()
const postgres = await startPrivatePostgres()
await measure('embedded', {})
if (postgres) await measure('PostgreSQL', { DATABASE_URL: postgres.url })
await postgres?.stop()
provider.child.kill()
await once(provider.child, 'exit')

async function measure(engine: string, env: Record<string, string>): Promise<void> {
  const models = {
    OPENAI_BASE_URL: `${provider.origin}/v1`,
    OPENAI_API_KEY: 'sk-scripted',
    BRAIN_CHAT_MODEL: `openai/words-${few}`,
  }
  await withServer({ ...env, ...models }, (server) => measureServer(engine, server))
}

async function measureServer(engine: string, server: ServerProcess): Promise<void> {
  const corpus = new Corpus()
  const key = await prepare(server, corpus)
  const ways = waysToAsk(server, key)
  const times = await takeTurns(ways, corpus)
  const cpu = await measureCpu(server, ways, corpus)
  console.log(`\n${engine}, ${documentCount} documents, load ${loadavg()[0]!.toFixed(1)} on this machine\n`)
  print(times, cpu)
}

async function startProvider() {
  const file = fileURLToPath(new URL('../packages/server/test/scripted-provider/main.ts', import.meta.url))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, origin: line.toString().trim() }
}

/** Documents to search in, an agent for each model, and an API key. */
async function prepare(server: ServerProcess, corpus: Corpus): Promise<string> {
  const anonymous = createClient({ baseUrl: server.url })
  const { token } = await anonymous.call(contract.auth.signIn, { body: owner })
  const client = createClient({ baseUrl: server.url, token })
  const files = Array.from({ length: documentCount }, (_, i) => ({
    name: `text-${i}.txt`,
    content: new Blob([corpus.document(5_000).text]),
  }))
  for (let from = 0; from < files.length; from += 100) await client.upload(files.slice(from, from + 100))
  await settle(client)
  for (const model of [`words-${few}`, `slow-${few}`, `slow-${many}`])
    await client.call(contract.agents.createAgent, { body: { name: model, model: `openai/${model}` } })
  const { workspaces } = await client.call(contract.auth.getMe)
  const params = { slug: workspaces[0]!.slug }
  const { key } = await client.call(contract.keys.createKey, { params, body: { name: 'bench', scopes: ['answers.ask'] } })
  return key
}

async function settle(client: Client): Promise<void> {
  const isWorking = async () =>
    (await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0
  while (await isWorking()) await new Promise((resolve) => setTimeout(resolve, 500))
}

function waysToAsk(server: ServerProcess, key: string) {
  // As long as what an agent tells its model.
  const context = new Corpus().document(8_000).text
  const messagesFor = (question: string) => [{ role: 'user' as const, content: `${context}\n\n${question}` }]
  const sdk = createOpenAICompatible({ name: 'scripted', baseURL: `${provider.origin}/v1`, apiKey: 'sk-scripted' })
  const bare: Way = (model, question) =>
    timeToFirst(`${provider.origin}/v1/chat/completions`, 'sk-scripted', '"content":"word', {
      ...{ model, messages: messagesFor(question), stream: true },
    })
  const viaSdk: Way = async (model, question) => {
    const started = performance.now()
    let first = Number.NaN
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: messagesFor(question)[0]!.content }] }]
    const { stream } = await sdk(model).doStream({ prompt })
    for await (const part of stream) if (part.type === 'text-delta' && Number.isNaN(first)) first = performance.now() - started
    return first
  }
  const query: Way = (model, question) =>
    timeToFirst(`${server.url}/api/brain/query`, key, 'event: text-delta', { agent: model, question })
  const chat: Way = (model, question) => {
    const messages = [{ role: 'user', content: question }]
    return timeToFirst(`${server.url}/v1/chat/completions`, key, '"content":"', { model, messages, stream: true })
  }
  return { 'bare fetch': bare, 'AI SDK': viaSdk, '/api/brain/query': query, '/v1/chat/completions': chat }
}
type Ways = ReturnType<typeof waysToAsk>
type WayName = keyof Ways

/** Reads a stream to its end. @param sign what stands in the first event with text */
async function timeToFirst(address: string, key: string, sign: string, body: object): Promise<number> {
  const started = performance.now()
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  let first = Number.NaN
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of reply.body!) {
    if (!Number.isNaN(first)) continue
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(sign)) first = performance.now() - started
  }
  if (Number.isNaN(first)) throw new Error(`${address} said nothing: ${reply.status} ${text.slice(0, 300)}`)
  return first
}

async function takeTurns(ways: Ways, corpus: Corpus): Promise<Record<WayName, number[]>> {
  const names = Object.keys(ways) as WayName[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<WayName, number[]>
  const warmUp = 20
  for (let round = -warmUp; round < rounds; round++)
    for (const name of names) {
      const took = await ways[name](`words-${few}`, corpus.question())
      if (round >= 0) times[name].push(took)
    }
  return times
}

interface Cpu {
  /** Of a question whose answer has few tokens, in milliseconds. */
  readonly perQuestionMs: number
  readonly perHundredMs: number
}
type CpuTurns = Partial<Record<WayName, readonly Cpu[]>>

/**
 * Streams as models speak, a token every 20 ms, several at once: the difference of long and short answers is what a token costs. The
 * ways take turns here as well.
 */
async function measureCpu(server: ServerProcess, ways: Ways, corpus: Corpus): Promise<CpuTurns> {
  const ofServer = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]) * 1000
  }
  const ofUs = async () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const costOf = async (ask: Way, model: string, clock: () => Promise<number>) => {
    const before = await clock()
    let left = streams
    const keepAsking = async () => {
      while (left-- > 0) await ask(model, corpus.question())
    }
    await Promise.all(Array.from({ length: parallel }, keepAsking))
    return ((await clock()) - before) / streams
  }
  const clocks = { 'AI SDK': ofUs, '/api/brain/query': ofServer, '/v1/chat/completions': ofServer }
  const names = Object.keys(clocks) as (keyof typeof clocks)[]
  const turns = Object.fromEntries(names.map((name) => [name, [] as Cpu[]])) as Record<keyof typeof clocks, Cpu[]>
  while (turns['AI SDK'].length < cpuTurns)
    for (const name of names) {
      const perQuestionMs = await costOf(ways[name], `slow-${few}`, clocks[name])
      const longMs = await costOf(ways[name], `slow-${many}`, clocks[name])
      turns[name].push({ perQuestionMs, perHundredMs: (longMs - perQuestionMs) * (100 / (many - few)) })
    }
  return turns
}

function print(times: Record<WayName, number[]>, cpu: CpuTurns): void {
  const bare = quantile(times['bare fetch'], 0.5)
  const perHundred = (name: WayName) => (cpu[name] ?? []).map(({ perHundredMs }) => perHundredMs)
  const rows = (Object.entries(times) as [WayName, number[]][]).map(([name, values]) => {
    const median = quantile(values, 0.5)
    const isOurs = name.startsWith('/')
    const added = perHundred(name).map((value, turn) => value - perHundred('AI SDK')[turn]!)
    return [
      name,
      `${ms(median)} / ${ms(quantile(values, 0.95))}`,
      isOurs ? `+${ms(median - bare)}` : '–',
      cpu[name] ? ms(mean(cpu[name].map(({ perQuestionMs }) => perQuestionMs))) : '–',
      cpu[name] ? `${mean(perHundred(name)).toFixed(1)} ms` : '–',
      isOurs ? `${signed.format(mean(added))} ± ${standardError(added).toFixed(1)} ms` : '–',
    ]
  })
  const head = ['way', 'first token, p50 / p95', 'added, p50', `CPU of a question of ${few} tokens`, 'CPU per 100 more', 'added']
  console.log(table(head, [...rows, ['goal', '', '≤ 20 ms', '', '', '≤ 1 ms']]))
}

function standardError(values: readonly number[]): number {
  const [center, { length }] = [mean(values), values]
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (length - 1) / length)
}
