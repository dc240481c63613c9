import { parseArgs } from 'node:util'
import { create, insertMultiple, search as searchOrama } from '@orama/orama'
import MiniSearch from 'minisearch'
import { removePassages } from '../packages/server/src/features/retrieval/remove-passages.ts'
import { searchPassages } from '../packages/server/src/features/retrieval/search-passages.ts'
import type { Database } from '../packages/server/src/platform/database/index.ts'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { readCollections } from './ir-collections.ts'
import { ms, quantile, type Times, table, timeEach, timeProcessor } from './measure.ts'
import { makePassages } from './scale-text.ts'
import { contextOf, makeWorkspace, openBenchDatabase, storePassages } from './stored-passages.ts'

// Search, indexing and size in one large workspace beside 200 small ones, with the peers that fit:
// node bench/retrieval-scale.ts --collections DIR [--passages 10000,100000,1000000] [--engine embedded|postgres] [--small 200]
// Up to 100,000 passages are indexed in transactions of the size that an import uses, which is the rate that is printed; a million
// through the same indexer in transactions of 4,096 passages, as there it is the search that is measured. The time of the processor
// is that of this process, with the embedded database in it; beside busy neighbours it says more than the clock.

const { values } = parseArgs({
  options: {
    collections: { type: 'string' },
    passages: { type: 'string', default: '10000,100000,1000000' },
    engine: { type: 'string', multiple: true, default: ['embedded', 'postgres'] },
    small: { type: 'string', default: '200' },
    questions: { type: 'string', default: '200' },
  },
})
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
const collections = readCollections(values.collections)
const questions = collections
  .flatMap((collection) => collection.questions.slice(0, Math.ceil(Number(values.questions) / collections.length)))
  .map(({ text }) => text)
// Beyond these a peer needs more memory or time than anybody would give it here.
const mostOfMinisearch = 100_000
const mostOfOrama = 20_000
const mostOfFullText = 100_000
const peerQuestions = 40
const mostOfEmbedded = 200_000
const mostAsImported = 100_000
const passagesPerBulk = 4096
const passagesOfSmall = 300

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)
const rows: string[][] = []
for (const count of values.passages.split(',').map(Number)) {
  for (const engine of values.engine) {
    if (engine === 'embedded' && count > mostOfEmbedded) continue
    await measureEngine(engine, count)
  }
  if (count <= mostOfMinisearch) await measureMinisearch(count)
  if (count <= mostOfOrama) await measureOrama(count)
}
console.log(
  `\n${table(['passages', 'what', 'search p50', 'search p95', 'processor p50', 'p95', 'built in', 'text MB/s', 'index MB', 'passages MB'], rows)}`,
)

function report(
  count: number,
  what: string,
  times: Times,
  built: { seconds: number; bytes: number } | undefined,
  sizes: string[],
): void {
  const row = [
    count.toLocaleString('en'),
    what,
    ms(quantile(times.clock, 0.5)),
    ms(quantile(times.clock, 0.95)),
    ms(quantile(times.processor, 0.5)),
    ms(quantile(times.processor, 0.95)),
    built === undefined ? '' : `${built.seconds.toFixed(0)} s`,
    built === undefined ? '' : (built.bytes / 1e6 / built.seconds).toFixed(2),
    ...sizes,
  ]
  console.log(row.join('  '))
  rows.push(row)
}

async function measureEngine(engine: string, count: number): Promise<void> {
  await using opened = new AsyncDisposableStack()
  const postgres = engine === 'postgres' ? await startPrivatePostgres() : undefined
  if (engine === 'postgres' && !postgres) return console.log('PostgreSQL is not installed here: its rows are missing')
  if (postgres) opened.defer(() => postgres.stop())
  const { database } = opened.use(await openBenchDatabase(postgres?.url))
  let smallId = ''
  for (let i = 0; i < Number(values.small); i++) {
    smallId = await makeWorkspace(database)
    await storePassages(database, smallId, makePassages(collections, passagesOfSmall, i + 2), passagesPerBulk)
  }
  const workspaceId = await makeWorkspace(database)
  const started = performance.now()
  const perTransaction = count > mostAsImported ? passagesPerBulk : undefined
  const { bytes, last } = await storePassages(database, workspaceId, makePassages(collections, count, 1), perTransaction)
  const seconds = (performance.now() - started) / 1000
  await settle(database)

  const [index, passages] = await readSizes(database)
  report(count, `ours, ${engine}`, await timeSearch(database, workspaceId), { seconds, bytes }, [index, passages])
  if (smallId !== '')
    report(passagesOfSmall, `ours, ${engine}, a small workspace beside it`, await timeSearch(database, smallId), undefined, [
      '',
      '',
    ])
  const removal = await timeEach([last.slice(-20)], (some) => database.transact(workspaceId, (db) => removePassages(db, some)))
  console.log(`  removing 20 passages from the index: ${ms(removal[0]!)}`)
  if (count <= mostOfFullText) await measureFullText(database, workspaceId, count, `tsvector, ${engine}`)
}

/**
 * Each question three times before it counts, as database and program of a server at work are warm, and then five times: seconds in which
 * somebody else uses the machine are then among others.
 */
async function timeSearch(database: Database, workspaceId: string): Promise<Times> {
  const context = contextOf(database, workspaceId)
  const search = (q: string) => searchPassages(context, { q, offset: 0, limit: 10 })
  const rounds = (count: number) => Array.from({ length: count }, () => questions).flat()
  await timeEach(rounds(3), search)
  return timeProcessor(rounds(5), search)
}

/** As autovacuum would leave it some minutes later. */
async function settle(database: Database): Promise<void> {
  await database.withoutLimit(async (client) => {
    for (const name of ['retrieval_blocks', 'passages', 'brain_documents']) await client.query(`vacuum (analyze) ${name}`)
  })
}

async function readSizes(database: Database): Promise<[string, string]> {
  const { rows: sizes } = await database.pool.query<{ index: number; passages: number }>(
    `select pg_total_relation_size('retrieval_blocks') as index, pg_total_relation_size('passages') as passages`,
  )
  return [megabytes(Number(sizes[0]!.index)), megabytes(Number(sizes[0]!.passages))]
}

/** The database's own full text search over the same rows: any of the words, ranked by cover density. */
async function measureFullText(database: Database, workspaceId: string, count: number, what: string): Promise<void> {
  await database.withoutLimit(async (client) => {
    const started = performance.now()
    // In a transaction, whose role is gone with it: between statements the embedded database looks after itself as its owner.
    await client.query('begin')
    await client.query('set local role brain_app')
    await client.query(`select set_config('app.current_workspace_id', $1, true), set_config('app.current_reader', '*', true)`, [
      workspaceId,
    ])
    await client.query(
      `create temp table full_text as select ordinal, text, to_tsvector('english', text) as words from passages
       where workspace_id = current_workspace_id()`,
    )
    await client.query('create index on full_text using gin (words)')
    await client.query('analyze full_text')
    const { rows: sizes } = await client.query(
      `select pg_total_relation_size('full_text') as size, sum(octet_length(text)) as bytes from full_text`,
    )
    const built = { seconds: (performance.now() - started) / 1000, bytes: Number(sizes[0].bytes) }
    const times = await timeProcessor(questions.slice(0, peerQuestions), async (question) => {
      const { rows: best } = await client.query(
        `select ordinal, text from full_text, (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as query) asked
         where words @@ query order by ts_rank_cd(words, query) desc limit 10`,
        [question],
      )
      for (const { text } of best)
        await client.query(`select ts_headline('english', $1, plainto_tsquery('english', $2))`, [text, question])
    })
    await client.query('rollback')
    report(count, what, times, built, [megabytes(Number(sizes[0].size)), '(in it)'])
  })
}

async function measureMinisearch(count: number): Promise<void> {
  const started = performance.now()
  const before = process.memoryUsage().rss
  const index = new MiniSearch<{ id: string; title: string; text: string }>({ fields: ['title', 'text'], storeFields: ['text'] })
  let bytes = 0
  for (const passage of makePassages(collections, count, 1)) {
    bytes += Buffer.byteLength(passage.text)
    index.add(passage)
  }
  const built = { seconds: (performance.now() - started) / 1000, bytes }
  const size = `${megabytes(process.memoryUsage().rss - before)} in memory`
  const times = await timeProcessor(questions.slice(0, peerQuestions), (question) => index.search(question).slice(0, 10))
  report(count, 'minisearch', times, built, [size, '(in it)'])
}

async function measureOrama(count: number): Promise<void> {
  const started = performance.now()
  const before = process.memoryUsage().rss
  const index = create({ schema: { title: 'string', text: 'string' } as const })
  const passages = [...makePassages(collections, count, 1)].map(({ title, text }) => ({ title, text }))
  await insertMultiple(index, passages, 500)
  const bytes = passages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  const built = { seconds: (performance.now() - started) / 1000, bytes }
  const size = `${megabytes(process.memoryUsage().rss - before)} in memory`
  const times = await timeProcessor(questions.slice(0, peerQuestions), (question) =>
    searchOrama(index, { term: question, limit: 10 }),
  )
  report(count, 'Orama', times, built, [size, '(in it)'])
}
