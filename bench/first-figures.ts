import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { type ServerProcess, startServerProcess } from '../packages/server/test/server-process.ts'
import { Corpus } from './corpus.ts'
import { ms, quantile, residentMb, table, timeEach } from './measure.ts'

// What a new user feels first: start, memory, import and the time of a question, on both engines, over HTTP from another process.

const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const documentCount = Number(process.argv[2] ?? 1000)
const shortCharacters = 5_000
const longCount = 10
const longCharacters = 400_000

interface Rate {
  readonly megabytesPerSecond: number
  readonly documentsPerSecond: number
}

interface Figures {
  readonly firstStartMs: number
  readonly nextStartMs: number
  readonly longRate: Rate
  readonly shortRate: Rate
  readonly passages: number
  readonly loopDelayMs: number
  readonly searchMs: readonly number[]
  readonly answerMs: readonly number[]
  readonly idleMb: number
  readonly usedMb: number
}

const postgres = await startPrivatePostgres()
const embedded = await measure('embedded', {})
const native = postgres ? await measure('PostgreSQL', { DATABASE_URL: postgres.url }) : undefined
await postgres?.stop()
print(embedded, native)

async function measure(engine: string, env: Record<string, string>): Promise<Figures> {
  console.error(`── ${engine}: ${longCount} long and ${documentCount} short documents`)
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-bench-'))
  const settings = {
    ...env,
    BRAIN_DATA_DIR: dataDir,
    BRAIN_OWNER_EMAIL: owner.email,
    BRAIN_OWNER_PASSWORD: owner.password,
    BRAIN_LOG_LEVEL: 'warn',
  }
  const [firstStartMs, first] = await start(settings)
  await first.end('SIGTERM')
  const [nextStartMs, server] = await start(settings)
  const idleMb = residentMb(server.pid)
  const client = await signIn(server)
  const corpus = new Corpus()
  const longRate = await importTexts(client, corpus, longCount, longCharacters)
  const shortRate = await importTexts(client, corpus, documentCount, shortCharacters)
  const loopDelayMs = await worstLoopDelayMs(server)
  const passages = await countPassages(client)

  const questions = Array.from({ length: 1000 }, () => corpus.question())
  await timeEach(questions.slice(0, 50), (q) => client.call(contract.retrieval.search, { query: { q } }))
  const searchMs = await timeEach(questions.slice(0, 300), (q) => client.call(contract.retrieval.search, { query: { q } }))
  const answerMs = await timeEach(questions, (question) => client.call(contract.answers.askQuestion, { body: { question } }))
  const usedMb = residentMb(server.pid)
  await server.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
  return { firstStartMs, nextStartMs, longRate, shortRate, passages, loopDelayMs, searchMs, answerMs, idleMb, usedMb }
}

/** Uploads plain texts and waits until all can be asked about. */
async function importTexts(client: Client, corpus: Corpus, count: number, characters: number): Promise<Rate> {
  const files = Array.from({ length: count }, (_, number) => ({
    name: `text-${characters}-${number}.txt`,
    content: new Blob([corpus.document(characters).text]),
  }))
  const bytes = files.reduce((sum, { content }) => sum + content.size, 0)
  const started = performance.now()
  for (let from = 0; from < files.length; from += 100) await client.upload(files.slice(from, from + 100))
  await settle(client)
  const seconds = (performance.now() - started) / 1000
  return { megabytesPerSecond: bytes / 1e6 / seconds, documentsPerSecond: count / seconds }
}

/** Starts the server and asks for a page; gives how long that took. */
async function start(env: Record<string, string>): Promise<[number, ServerProcess]> {
  const started = performance.now()
  const server = await startServerProcess(env)
  await fetch(`${server.url}/api/setup`)
  return [performance.now() - started, server]
}

async function signIn(server: ServerProcess): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: server.url, token })
}

async function settle(client: Client): Promise<void> {
  for (;;) {
    const { total, counts } = await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })
    if (total === 0) return
    console.error(`   ${JSON.stringify(counts)}`)
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

async function countPassages(client: Client): Promise<number> {
  let passages = 0
  let cursor: string | null = null
  do {
    const page: { documents: { passages: number | null }[]; nextCursor: string | null } = await client.call(
      contract.documents.listDocuments,
      {
        query: { limit: 200, ...(cursor ? { cursor } : {}) },
      },
    )
    for (const document of page.documents) passages += document.passages ?? 0
    cursor = page.nextCursor
  } while (cursor)
  return passages
}

/** The 99th percentile of the delay of the server's event loop since its start. */
async function worstLoopDelayMs(server: ServerProcess): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)?.[1]) * 1000
}

function print(embedded: Figures, native: Figures | undefined): void {
  const row = (what: string, goal: string, show: (figures: Figures) => string) => [
    what,
    show(embedded),
    native ? show(native) : 'not installed',
    goal,
  ]
  const rate = (r: Rate) => `${r.megabytesPerSecond.toFixed(2)} MB/s, ${r.documentsPerSecond.toFixed(1)}/s`
  const both = (values: readonly number[]) => `${ms(quantile(values, 0.5))} / ${ms(quantile(values, 0.95))}`
  console.log(
    table(
      ['what', 'embedded', 'PostgreSQL', 'goal (embedded / PostgreSQL)'],
      [
        row('first start in an empty directory', '≤ 5 s', (f) => ms(f.firstStartMs)),
        row('next start', '–', (f) => ms(f.nextStartMs)),
        row('resident memory after the start', '–', (f) => `${f.idleMb.toFixed(0)} MB`),
        row(
          `resident memory after ${documentCount} documents, 1,300 questions`,
          '≤ 350 MB / ≤ 200 MB',
          (f) => `${f.usedMb.toFixed(0)} MB`,
        ),
        row(`import of ${longCount} texts of 400 kB, upload to ready`, '≥ 0.5 MB/s / ≥ 1 MB/s', (f) => rate(f.longRate)),
        row(`import of ${documentCount} texts of 5 kB, upload to ready`, '–', (f) => rate(f.shortRate)),
        row('event loop delay meanwhile, p99', '≤ 50 ms', (f) => ms(f.loopDelayMs)),
        row('passages', '–', (f) => String(f.passages)),
        row('search over HTTP, p50 / p95', '–', (f) => both(f.searchMs)),
        row('answer over HTTP, p50 / p95', '–', (f) => both(f.answerMs)),
      ],
    ),
  )
}
