import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import type { ServerProcess } from '../packages/server/test/server-process.ts'
import { owner, withServer } from './bench-server.ts'
import { Corpus } from './corpus.ts'
import { ms, quantile, table } from './measure.ts'

// How many answers a second are given again, beside two routes of the same server: one that asks who it is and says next to nothing, and
// one that stores a row, as a known answer does: a new conversation. Server and asker are processes of their own on the same machine; the
// asker writes HTTP by hand, so that it takes little of it.

const seconds = Number(process.argv[2] ?? 10)
const connections = process.argv[3]?.split(',').map(Number) ?? [16, 32, 64]
// The speed of a machine with neighbours swings within seconds, so the routes take turns.
const rounds = 5
const [documentCount, memberCount, questionCount] = [40, 20, 50]

interface Load {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** Each a whole request; taken in turn. */
  readonly requests: readonly string[]
  /** What every reply has to hold. */
  readonly sign: string
}

interface Measured {
  readonly perSecond: number
  readonly times: readonly number[]
  readonly cpuPart: number
}

if (process.send) process.once('message', (load: Load) => void askAll(load).then((done) => process.send!(done)))
else await measureBoth()

async function measureBoth(): Promise<void> {
  const postgres = await startPrivatePostgres()
  await withServer({}, (server) => measure('embedded', server))
  if (postgres) await withServer({ DATABASE_URL: postgres.url }, (server) => measure('PostgreSQL', server))
  await postgres?.stop()
}

async function measure(engine: string, server: ServerProcess): Promise<void> {
  const { keys, questions } = await prepare(server)
  const pick = <T>(list: readonly T[], i: number): T => list[i % list.length]!
  const answers = Array.from({ length: keys.length * questions.length }, (_, i) =>
    requestTo('/api/brain/query', pick(keys, i), { question: pick(questions, Math.floor(i / keys.length) + i) }),
  )
  const pings = keys.map((key) => requestTo('/mcp', key, { jsonrpc: '2.0', id: 1, method: 'ping' }))
  const begun = keys.map((key) => requestTo('/api/conversations', key, { title: 'Leave' }))
  const routes = [
    { name: 'bare route', requests: pings, sign: '"result":{}' },
    { name: 'new conversations', requests: begun, sign: '"title":"Leave"' },
    { name: 'known answers', requests: answers, sign: '"isFromCache":true' },
  ]
  const rows: string[][] = []
  for (const count of connections) {
    const measured: Measured[][] = routes.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [i, { requests, sign }] of routes.entries())
        measured[i]!.push(await run(server, { url: server.url, connections: count, seconds: seconds / rounds, requests, sign }))
    const [bare, beginning] = measured.map((all) => together(all).perSecond)
    for (const [i, { name }] of routes.entries()) {
      const { perSecond, times, cpuPart } = together(measured[i]!)
      rows.push([
        name,
        `${count}`,
        perSecond.toFixed(0),
        ms(quantile(times, 0.5)),
        ms(quantile(times, 0.95)),
        `${(100 * cpuPart).toFixed(0)} %`,
        `${((100 * perSecond) / bare!).toFixed(0)} %`,
        `${((100 * perSecond) / beginning!).toFixed(0)} %`,
      ])
    }
  }
  console.log(`\n${engine}, ${seconds} s each, load ${loadavg()[0]!.toFixed(1)} on this machine\n`)
  console.log(
    table(['', 'connections', 'a second', 'p50', 'p95', 'CPU of the server', 'of the bare route', 'of new conversations'], rows),
  )
}

function together(rounds: readonly Measured[]): Measured {
  const mean = (pick: (one: Measured) => number) => rounds.reduce((sum, one) => sum + pick(one), 0) / rounds.length
  return {
    perSecond: mean(({ perSecond }) => perSecond),
    times: rounds.flatMap(({ times }) => times),
    cpuPart: mean(({ cpuPart }) => cpuPart),
  }
}

/** Documents, members with a key each, and questions that are known. */
async function prepare(server: ServerProcess): Promise<{ keys: string[]; questions: string[] }> {
  const anonymous = createClient({ baseUrl: server.url })
  const { token } = await anonymous.call(contract.auth.signIn, { body: owner })
  const client = createClient({ baseUrl: server.url, token })
  const corpus = new Corpus()
  const files = Array.from({ length: documentCount }, (_, i) => ({
    name: `text-${i}.txt`,
    content: new Blob([corpus.document(5_000).text]),
  }))
  await client.upload(files)
  await settle(client)
  const { workspaces } = await client.call(contract.auth.getMe)
  const { slug } = workspaces[0]!
  const keys = await Promise.all(Array.from({ length: memberCount }, (_, i) => joinWithKey(server, client, slug, i)))
  const questions = Array.from({ length: questionCount }, () => corpus.question())
  for (const question of questions) await client.call(contract.answers.askQuestion, { body: { question } })
  return { keys, questions }
}

/** Makes a member of the workspace. @returns their key */
async function joinWithKey({ url }: ServerProcess, owned: Client, slug: string, i: number): Promise<string> {
  const email = `member-${i}@example.com`
  const { link } = await owned.call(contract.invitations.createInvitation, { params: { slug }, body: { role: 'member' } })
  const token = link.split('/').at(-1)!
  const body = { name: `Member ${i}`, email, password: owner.password }
  await createClient({ baseUrl: url }).call(contract.invitations.signUpInvited, { params: { token }, body })
  const signedIn = await createClient({ baseUrl: url }).call(contract.auth.signIn, { body: { email, password: owner.password } })
  const own = createClient({ baseUrl: url, token: signedIn.token })
  const scopes = ['answers.ask', 'conversations.write', 'mcp.use'] as const
  const { key } = await own.call(contract.keys.createKey, { params: { slug }, body: { name: 'bench', scopes: [...scopes] } })
  return key
}

async function settle(client: Client): Promise<void> {
  const isWorking = async () =>
    (await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0
  while (await isWorking()) await new Promise((resolve) => setTimeout(resolve, 500))
}

function requestTo(path: string, key: string, body: object): string {
  const text = JSON.stringify(body)
  return [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n')
}

/** Asks from another process. */
async function run({ pid }: ServerProcess, load: Load): Promise<Measured> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const before = processorSeconds(pid)
  const started = performance.now()
  child.send(load)
  const times = await new Promise<number[]>((resolve, reject) => {
    child.once('message', (message) => resolve(message as number[]))
    child.once('exit', (code) => reject(new Error(`The asker ended with ${code}.`)))
  })
  const took = (performance.now() - started) / 1000
  child.kill()
  return { perSecond: times.length / load.seconds, times, cpuPart: (processorSeconds(pid) - before) / took }
}

/** Of a process with all its threads. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Milliseconds that each request took, after a second that does not count. */
async function askAll(load: Load): Promise<number[]> {
  const times: number[] = []
  const begin = performance.now() + 1_000
  const end = begin + load.seconds * 1_000
  let next = 0
  const take = () => load.requests[next++ % load.requests.length]!
  await Promise.all(Array.from({ length: load.connections }, () => askOver(load, { begin, end, take, times })))
  return times
}

function askOver(
  { url, sign }: Load,
  { begin, end, take, times }: { begin: number; end: number; take: () => string; times: number[] },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect(Number(new URL(url).port), 'localhost')
  let [sent, received] = [0, '']
  const ask = () => {
    received = ''
    sent = performance.now()
    socket.write(take())
  }
  socket.setNoDelay(true).setEncoding('latin1')
  socket.on('connect', ask)
  socket.on('error', reject)
  socket.on('data', (chunk: string) => {
    received += chunk
    const headEnd = received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1])
    if (received.length < headEnd + 4 + length) return
    const now = performance.now()
    if (!/^HTTP\/1\.1 20[01]/.test(received) || !received.includes(sign)) return reject(new Error(received.slice(0, 1_000)))
    if (now >= begin && now < end) times.push(now - sent)
    if (now < end) return ask()
    socket.end()
    resolve()
  })
  return promise
}
