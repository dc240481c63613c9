import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { retrievalJobs } from '../packages/server/src/features/retrieval/jobs.ts'
import type { PassageFilter } from '../packages/server/src/features/retrieval/passage-filter.ts'
import { insertEmbeddings } from '../packages/server/src/features/retrieval/vectors/embedding-store.ts'
import { chooseIndex, type Generation } from '../packages/server/src/features/retrieval/vectors/generation.ts'
import {
  addProgress,
  changeState,
  findGeneration,
  insertGeneration,
} from '../packages/server/src/features/retrieval/vectors/generation-store.ts'
import { indexVectorsKind } from '../packages/server/src/features/retrieval/vectors/job-kinds.ts'
import { listNearest } from '../packages/server/src/features/retrieval/vectors/nearest-store.ts'
import type { WorkspaceDb } from '../packages/server/src/platform/database/index.ts'
import { enqueue } from '../packages/server/src/platform/jobs/index.ts'
import { makeWorkspaceId, openEngines, until } from '../packages/server/test/job-world.ts'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { storePassages } from './stored-passages.ts'

// Nearest passages: comparing all beside the index, in one workspace, with its rights and filters:
// node bench/vectors.ts --passages 25000 --dimensions 384 [--embedded | --database URL of a server with pgvector]

const { values } = parseArgs({
  options: {
    passages: { type: 'string', default: '25000' },
    dimensions: { type: 'string', default: '384' },
    questions: { type: 'string', default: '100' },
    database: { type: 'string' },
    embedded: { type: 'boolean', default: false },
  },
})
const [count, dimensions, asked] = [Number(values.passages), Number(values.dimensions), Number(values.questions)]
const depth = 100

// Clustered, as vectors of texts are: evenly spread ones would have no near neighbours at all.
let state = 7
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const centres = Array.from({ length: Math.ceil(count / 50) }, () => Float32Array.from({ length: dimensions }, gaussian))
const near = () => {
  const centre = centres[Math.floor(random() * centres.length)]!
  return centre.map((value) => value + 0.7 * gaussian())
}

await using opened = new AsyncDisposableStack()
const dataDir = await mkdtemp(join(tmpdir(), 'brain-bench-'))
opened.defer(() => rm(dataDir, { recursive: true, force: true }))
const app = opened.use(
  await openEngines({ dataDir, url: values.embedded ? undefined : (values.database ?? (await startServer())) }),
)
if (!app.database.hasVector) throw new Error('This database has no pgvector.')
const workspaceId = await makeWorkspaceId(app)
const transact = <T>(work: Parameters<typeof app.database.transact<T>>[1]) =>
  app.database.transact(workspaceId, work, { reader: 'product' })
const generationId = randomUUID()
await transact((db) => insertGeneration(db, { id: generationId, model: `made/clusters-${dimensions}` }))

const perBatch = 500
for (let from = 0; from < count; from += perBatch) {
  const made = Array.from({ length: Math.min(perBatch, count - from) }, (_, i) => ({
    id: randomUUID(),
    documentId: randomUUID(),
    title: `Passage ${from + i}`,
    headingPath: [],
    language: 'en',
    text: `Text of passage ${from + i}.`,
  }))
  await storePassages(app.database, workspaceId, made)
  await transact(async (db) => {
    const rows = await db.query
      .selectFrom('passages')
      .select(['ordinal', 'document_id as documentId'])
      .where('workspace_id', '=', workspaceId)
      .where('ordinal', '>=', from)
      .orderBy('ordinal')
      .execute()
    const added = await insertEmbeddings(db, generationId, rows, rows.map(near))
    await addProgress(db, generationId, { added, dimensions, from: from - 1, to: from + rows.length - 1 })
  })
}
await transact((db) => changeState(db, ['building'], 'active', generationId))
const getGeneration = async () => (await transact((db) => findGeneration(db, generationId)))!
const questions = Array.from({ length: asked }, near)
// A member, whose rights are asked for each passage, and not the product.
const member = { userId: 'somebody', managesCollections: false }

// Within few documents as well: an index that looks where the whole workspace is near may find none of theirs.
const few = { documents: await transact((db) => pickDocuments(db, 100)) }
const filters = { 'all documents': {}, '100 documents by name': few, 'a hundredth of them by title': { titles: ['77'] } }
if (chooseIndex(app.database.engine, count, dimensions)) {
  app.jobs.start(app, retrievalJobs({ findModel: async () => undefined }))
  const startedAt = performance.now()
  await transact((db) => enqueue(db, indexVectorsKind, { generationId }))
  await until(async () => (await getGeneration()).indexKind !== null, 1_800_000)
  console.log(`index built in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}
for (const [name, filter] of Object.entries(filters)) {
  const generation = await getGeneration()
  const exact = await measure({ ...generation, indexKind: null }, filter)
  print(`${name}, compare all`, exact, exact)
  if (generation.indexKind) print(`${name}, ${generation.indexKind}`, await measure(generation, filter), exact)
}

/** A server of this run's own. */
async function startServer(): Promise<string> {
  const postgres = await startPrivatePostgres()
  if (!postgres) throw new Error('No PostgreSQL is installed here: --embedded goes without.')
  opened.defer(() => postgres.stop())
  return postgres.url
}

async function pickDocuments(db: WorkspaceDb, limit: number): Promise<string[]> {
  const rows = await db.query
    .selectFrom('brain_documents')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

type Measured = { readonly found: number[][]; readonly times: number[] }

async function measure(generation: Generation, filter: PassageFilter): Promise<Measured> {
  const found: number[][] = []
  const times: number[] = []
  for (const question of questions) {
    const startedAt = performance.now()
    const rows = await app.database.transact(
      workspaceId,
      (db) => listNearest(db, generation, question, { limit: depth, filter }),
      { reader: member },
    )
    times.push(performance.now() - startedAt)
    found.push(rows.map(({ ordinal }) => ordinal))
  }
  return { found, times: times.sort((a, b) => a - b) }
}

function print(name: string, { found, times }: Measured, exact: Measured): void {
  const recallAt = (k: number) =>
    found.reduce((sum, row, i) => {
      const right = new Set(exact.found[i]!.slice(0, k))
      return sum + row.slice(0, k).filter((ordinal) => right.has(ordinal)).length / right.size
    }, 0) / found.length
  const at = (share: number) => times[Math.floor(share * times.length)]!.toFixed(1)
  console.log(
    `${app.database.engine} ${count} x ${dimensions} ${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, recall@10 ${recallAt(10).toFixed(3)}, recall@100 ${recallAt(100).toFixed(3)}`,
  )
}
