import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { insertPassages } from '../packages/server/src/features/documents/passage-store.ts'
import { indexPassages, retrievePassages } from '../packages/server/src/features/retrieval/index.ts'
import type { App, WorkspaceContext } from '../packages/server/src/platform/context/index.ts'
import { type Database, migrate, openDatabase, type WorkspaceDb } from '../packages/server/src/platform/database/index.ts'
import { KeptPlans } from '../packages/server/src/platform/database/kept-plans.ts'
import { OpenTransaction } from '../packages/server/src/platform/database/transaction.ts'
import { createLog } from '../packages/server/src/platform/log/index.ts'
import { createMetrics } from '../packages/server/src/platform/metrics/index.ts'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { Corpus, randomNumbers } from './corpus.ts'
import { ms, quantile, table } from './measure.ts'

// What row security adds to a search: the same statements on the same rows, in turn as brain_app and as a role that bypasses
// row security, each question by both in changing order: node bench/tenancy.ts [--passages 13000] [--questions 400]

const { values } = parseArgs({
  options: { passages: { type: 'string', default: '13000' }, questions: { type: 'string', default: '400' } },
})
const passagesPerDocument = 13
const passagesPerTransaction = 130
const closedCollections = 50
const bypassing = 'brain_bench_bypass'

// A plan made for one role is made anew for the other. In the product only one ever asks, so each has statements of its own here.
const plans = new (class extends KeptPlans {
  override nameOf(statement: string): string | undefined {
    const name = super.nameOf(statement)
    return name && `${name}_bypassing`
  }
})()
const reader = { userId: 'reader', managesCollections: false } as const

interface Made {
  readonly title: string
  readonly text: string
}

interface Pairs {
  readonly what: string
  readonly withMs: number[]
  readonly withoutMs: number[]
}

type Transact = <T>(workspaceId: string, work: (db: WorkspaceDb) => Promise<T>) => Promise<T>

const postgres = await startPrivatePostgres()
await measure(undefined, async (database) => void (await database.pool.query(`create role ${bypassing} bypassrls`)))
if (postgres)
  await measure(postgres.url, async () => {
    await postgres.asSuperuser(`create role ${bypassing} bypassrls`)
    await postgres.asSuperuser(`grant ${bypassing} to brain`)
  })
await postgres?.stop()

async function measure(url: string | undefined, makeRole: (database: Database) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-tenancy-'))
  const database = await openDatabase({ url, dataDir, maxConnections: 4, log: createLog('error') })
  try {
    await migrate(database)
    await makeRole(database)
    await database.pool.query(`grant brain_app to ${bypassing}`)
    const open = await fillWorkspace(database, 'none')
    const half = await fillWorkspace(database, 'half')
    await database.pool.query('analyze')
    const rows = [
      await compareSearches(database, open, 'search, no closed collection'),
      await compareSearches(database, half, `search, ${closedCollections} closed collections hide half of the documents`),
      await compareEmptyTransactions(database, open),
    ]
    console.log(`\n${database.engine}, ${values.passages} passages in each workspace, ${values.questions} questions\n`)
    print(rows)
  } finally {
    await database[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** A workspace of documents in collections; where half is hidden, every other document is in a closed one. */
async function fillWorkspace(database: Database, hidden: 'none' | 'half'): Promise<string> {
  const id = randomUUID()
  console.error(`── ${database.engine}: ${values.passages} passages`)
  await database.asSystem((db) =>
    db.query
      .insertInto('workspaces')
      .values({ id, slug: `w-${id.slice(0, 13)}`, name: 'Bench' })
      .execute(),
  )
  const corpus = new Corpus(3)
  const asProduct: Transact = (workspaceId, work) => database.transact(workspaceId, work, { reader: 'product' })
  const collections = await asProduct(id, (db) => insertCollections(db, hidden))
  for (let from = 0; from < Number(values.passages); from += passagesPerTransaction) {
    const passages = Array.from({ length: passagesPerTransaction }, () => corpus.document(900))
    await asProduct(id, (db) => storePassages(db, passages, collections, from / passagesPerDocument))
  }
  return id
}

async function insertCollections({ query, workspaceId }: WorkspaceDb, hidden: 'none' | 'half'): Promise<string[]> {
  const rows = Array.from({ length: closedCollections * 2 }, (_, number) => ({
    workspace_id: workspaceId,
    id: randomUUID(),
    name: `Collection ${number}`,
    access: hidden === 'half' && number % 2 === 1 ? ('members' as const) : ('workspace' as const),
  }))
  await query.insertInto('collections').values(rows).execute()
  return rows.map(({ id }) => id)
}

async function storePassages(db: WorkspaceDb, made: readonly Made[], collections: readonly string[], firstDocument: number) {
  const { query, workspaceId } = db
  const passages = made.map(({ title, text }, number) => {
    const place = { position: number % passagesPerDocument, page: null, start: 0, end: text.length }
    return { id: randomUUID(), title, headingPath: [title], language: 'en', text, ...place }
  })
  const ordinals = await indexPassages(db, passages)
  const numbered = passages.map((passage, number) => ({ ...passage, ordinal: ordinals[number]! }))
  for (let from = 0; from < numbered.length; from += passagesPerDocument) {
    const id = randomUUID()
    const collection_id = collections[(firstDocument + from / passagesPerDocument) % collections.length]!
    const row = { workspace_id: workspaceId, id, title: made[from]!.title, collection_id, content_hash: id, bytes: 1 }
    await query
      .insertInto('brain_documents')
      .values({ ...row, state: 'ready', indexed_version: 1, passages: passagesPerDocument })
      .execute()
    await insertPassages(db, { documentId: id, version: 1 }, numbered.slice(from, from + passagesPerDocument))
  }
}

/** As `Database.transact`, but in a role that row security does not hold. */
function transactBypassing(database: Database): Transact {
  return async (workspaceId, work) => {
    const transaction = new OpenTransaction(await database.connect(), plans)
    try {
      await transaction.begin(
        `select set_config('app.current_workspace_id', '${workspaceId}', true), set_config('app.current_reader', '${reader.userId}', true), set_config('role', '${bypassing}', true)`,
      )
      const result = await work({ query: transaction.query, afterCommit: () => {}, workspaceId, reader })
      await transaction.commit()
      return result
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }
}

async function compareSearches(database: Database, workspaceId: string, what: string): Promise<Pairs> {
  const app = { database, metrics: createMetrics() } as App
  const contextOf = (transact: Transact) =>
    ({ app, workspaceId, read: (work) => transact(workspaceId, work) }) as WorkspaceContext
  const secured = contextOf((id, work) => database.transact(id, work, { reader }))
  const bypassed = contextOf(transactBypassing(database))
  const search = (ctx: WorkspaceContext, question: string) => retrievePassages(ctx, { question, limit: 10 })
  const corpus = new Corpus(3)
  const questions = Array.from({ length: Number(values.questions) }, () => corpus.question())
  for (const question of questions.slice(0, 50)) {
    const [one, other] = [await search(secured, question), await search(bypassed, question)]
    const found = [one, other].map(({ passages }) => passages.map(({ passageId }) => passageId).join())
    if (found[0] !== found[1]) throw new Error(`With and without row security a search finds different passages: ${question}`)
  }
  return inTurn(
    what,
    questions,
    (question) => search(secured, question),
    (question) => search(bypassed, question),
  )
}

function compareEmptyTransactions(database: Database, workspaceId: string): Promise<Pairs> {
  const secured = () => database.transact(workspaceId, async () => {}, { reader })
  const plain = async () => {
    const transaction = new OpenTransaction(await database.connect(), plans)
    await transaction.begin('select')
    await transaction.commit()
  }
  const rounds = Array.from({ length: Number(values.questions) * 2 }, (_, round) => round)
  return inTurn('transaction with nothing in it, beside one that names nobody', rounds, secured, plain)
}

/** Both for each input, in changing order, so that whatever slows the machine down meets both. */
async function inTurn<T>(
  what: string,
  inputs: readonly T[],
  withIt: (input: T) => Promise<unknown>,
  withoutIt: (input: T) => Promise<unknown>,
): Promise<Pairs> {
  const pairs: Pairs = { what, withMs: [], withoutMs: [] }
  const time = async (work: (input: T) => Promise<unknown>, input: T, into: number[]) => {
    const started = performance.now()
    await work(input)
    into.push(performance.now() - started)
  }
  for (const [round, input] of inputs.entries()) {
    if (round % 2 === 0) await time(withIt, input, pairs.withMs)
    await time(withoutIt, input, pairs.withoutMs)
    if (round % 2 === 1) await time(withIt, input, pairs.withMs)
  }
  return pairs
}

function print(rows: readonly Pairs[]): void {
  const both = (times: readonly number[]) => `${exact(quantile(times, 0.5))} / ${exact(quantile(times, 0.95))}`
  console.log(
    table(
      ['what', 'with row security, p50 / p95', 'without', 'added at p50 [95 % interval]', 'added at p95 [95 % interval]'],
      rows.map((pairs) => [pairs.what, both(pairs.withMs), both(pairs.withoutMs), added(pairs, 0.5), added(pairs, 0.95)]),
    ),
  )
}

function exact(value: number): string {
  return value < 10 ? `${value.toFixed(2)} ms` : ms(value)
}

/** What is added at a quantile, in percent, with the interval of a paired bootstrap over the inputs. */
function added({ withMs, withoutMs }: Pairs, part: number): string {
  const random = randomNumbers(17)
  const ratioOf = (chosen: readonly number[]) =>
    quantile(
      chosen.map((index) => withMs[index]!),
      part,
    ) /
      quantile(
        chosen.map((index) => withoutMs[index]!),
        part,
      ) -
    1
  const all = withMs.map((_, index) => index)
  const resampled = Array.from({ length: 2000 }, () => ratioOf(all.map(() => Math.floor(random() * all.length))))
  const percent = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(0)} %`
  return `${percent(ratioOf(all))} [${percent(quantile(resampled, 0.025))}, ${percent(quantile(resampled, 0.975))}]`
}
