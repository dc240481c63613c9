import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { indexPassages } from '../packages/server/src/features/retrieval/index-passages.ts'
import { removePassages } from '../packages/server/src/features/retrieval/remove-passages.ts'
import { searchPassages } from '../packages/server/src/features/retrieval/search-passages.ts'
import type { App, WorkspaceContext } from '../packages/server/src/platform/context/index.ts'
import { migrate, openDatabase, type WorkspaceDb } from '../packages/server/src/platform/database/index.ts'
import { createLog } from '../packages/server/src/platform/log/index.ts'
import { createMetrics } from '../packages/server/src/platform/metrics/index.ts'
import { readCollections } from './ir-collections.ts'

// Indexing rate and search latency of one workspace beside small ones:
// node bench/retrieval-scale.ts --collections DIR --passages 10000 [--database URL]

const { values } = parseArgs({
  options: {
    collections: { type: 'string' },
    passages: { type: 'string', default: '10000' },
    database: { type: 'string' },
    small: { type: 'string', default: '20' },
  },
})
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')

const passagesPerDocument = 20
const passagesPerTransaction = 128
const collections = readCollections(values.collections)
const sentences = collections.flatMap(({ documents }) => documents.flatMap(({ text }) => text.match(/[^.!?]+[.!?]+/g) ?? []))
const questions = collections.flatMap((collection) => collection.questions.slice(0, 50).map(({ text }) => text))

let state = 7
const random = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

const dataDir = await mkdtemp(join(tmpdir(), 'brain-scale-'))
const database = await openDatabase({ url: values.database, dataDir, maxConnections: 4, log: createLog('error') })
try {
  await migrate(database)
  for (let i = 0; i < Number(values.small); i++) await fillWorkspace(300)
  const wanted = Number(values.passages)
  const started = performance.now()
  const { workspaceId, bytes, last } = await fillWorkspace(wanted)
  const seconds = (performance.now() - started) / 1000
  console.log(`${database.engine}, ${wanted} passages of ${Math.round(bytes / wanted)} bytes`)
  console.log(`indexing   ${(bytes / 1e6 / seconds).toFixed(2)} MB/s, ${Math.round(wanted / seconds)} passages/s, rows and index`)
  await printLatency(workspaceId)
  await printRemoval(workspaceId, last)
  await printSize()
} finally {
  await database[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
}

type Made = { readonly title: string; readonly headingPath: string[]; readonly language: string; readonly text: string }

/** About a thousand characters of real sentences in a new order, with a word that hardly any other passage has. */
function makePassage(title: string): Made {
  let text = `Reference ${Math.floor(random(1e9)).toString(36)}${random(1000)}.`
  while (text.length < 1000) text += ` ${sentences[random(sentences.length)]!.trim()}`
  return { title, headingPath: ['Chapter', `Part ${random(20)}`], language: 'en', text }
}

async function fillWorkspace(count: number) {
  const workspaceId = randomUUID()
  await database.asSystem((db) =>
    db.query
      .insertInto('workspaces')
      .values({ id: workspaceId, slug: `w-${workspaceId.slice(0, 13)}`, name: 'Scale' })
      .execute(),
  )
  let bytes = 0
  let last: (Made & { ordinal: number })[] = []
  for (let from = 0; from < count; from += passagesPerTransaction) {
    const passages = Array.from({ length: Math.min(passagesPerTransaction, count - from) }, (_, i) =>
      makePassage(`Document ${Math.floor((from + i) / passagesPerDocument)}`),
    )
    bytes += passages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    last = await database.transact(workspaceId, (db) => storePassages(db, passages))
  }
  return { workspaceId, bytes, last }
}

async function storePassages(db: WorkspaceDb, passages: readonly Made[]) {
  const ordinals = await indexPassages(db, passages)
  const documents = Map.groupBy(passages.entries(), ([i]) => Math.floor(i / passagesPerDocument))
  for (const group of documents.values()) {
    const id = randomUUID()
    const { title } = group[0]![1]
    await db.query
      .insertInto('brain_documents')
      .values({ workspace_id: db.workspaceId, id, title, state: 'ready', indexed_version: 1, content_hash: id, bytes: 1 })
      .execute()
    await db.query
      .insertInto('passages')
      .values(
        group.map(([i, { headingPath, language, text }], position) => ({
          workspace_id: db.workspaceId,
          id: randomUUID(),
          document_id: id,
          version: 1,
          position,
          ordinal: ordinals[i]!,
          heading_path: headingPath,
          start_offset: 0,
          end_offset: text.length,
          language,
          text,
        })),
      )
      .execute()
  }
  return passages.map((passage, i) => ({ ...passage, ordinal: ordinals[i]! }))
}

async function printLatency(workspaceId: string): Promise<void> {
  const app = { database, metrics: createMetrics() } as App
  const ctx = { app, workspaceId, transact: (work) => database.transact(workspaceId, work) } as WorkspaceContext
  const times: number[] = []
  for (const [i, q] of [...questions, ...questions].entries()) {
    const started = performance.now()
    await searchPassages(ctx, { q, limit: 10 })
    if (i >= questions.length) times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1)
  console.log(`search     p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, question to ranked snippets, ${times.length} questions`)
}

async function printRemoval(workspaceId: string, last: readonly (Made & { ordinal: number })[]): Promise<void> {
  const started = performance.now()
  await database.transact(workspaceId, (db) => removePassages(db, last.slice(0, passagesPerDocument)))
  console.log(
    `removal    ${(performance.now() - started).toFixed(0)} ms for ${Math.min(last.length, passagesPerDocument)} passages`,
  )
}

async function printSize(): Promise<void> {
  const { rows } = await database.pool.query<{ blocks: string; passages: string }>(
    `select pg_size_pretty(pg_total_relation_size('retrieval_blocks')) as blocks, pg_size_pretty(pg_total_relation_size('passages')) as passages`,
  )
  console.log(`on disk    blocks with their indexes ${rows[0]!.blocks}, passages ${rows[0]!.passages}`)
}
