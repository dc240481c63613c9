import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { mean, testPairs } from '../packages/server/src/features/retrieval/evaluation/ranking-measures.ts'
import { analyzeQuestion } from '../packages/server/src/features/retrieval/lexical/analyzer.ts'
import { MemoryIndex } from '../packages/server/src/features/retrieval/lexical/memory-index.ts'
import { retrievePassages } from '../packages/server/src/features/retrieval/retrieve-passages.ts'
import type { Database } from '../packages/server/src/platform/database/index.ts'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { type HybridRankings, rankHybrid } from './hybrid-ranking.ts'
import { type IrCollection, readCollections } from './ir-collections.ts'
import { measureRankings, misspell } from './ranking-measures.ts'
import { contextOf, makeWorkspace, openBenchDatabase, storePassages } from './stored-passages.ts'

// Ranking quality of plain BM25 and of ours on every collection of a folder, through the real index of both engines:
// node bench/retrieval.ts --collections DIR [--only NAME] [--typos] [--memory | --hybrid [--dimensions N]]

type Ranking = (collection: IrCollection, questions: readonly string[]) => Promise<string[][]>

const { values } = parseArgs({
  options: {
    collections: { type: 'string' },
    only: { type: 'string', multiple: true },
    typos: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    hybrid: { type: 'boolean', default: false },
    dimensions: { type: 'string', default: '128' },
  },
})
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
const depth = 100

await using opened = new AsyncDisposableStack()
const rankings = new Map<string, Ranking>([['plain BM25', rankPlainly]])
const weights = [0, 0.1, 0.2, 0.3, 0.5, 1]
if (values.hybrid) addHybrid()
else if (values.memory) rankings.set('ours, in memory', rankInMemory)
else {
  rankings.set('ours, embedded', rankIn(opened.use(await openBenchDatabase()).database))
  const postgres = await startPrivatePostgres()
  if (postgres) {
    opened.defer(() => postgres.stop())
    rankings.set('ours, PostgreSQL', rankIn(opened.use(await openBenchDatabase(postgres.url)).database))
  } else console.log('PostgreSQL is not installed here: its rows are missing')
}

console.log(`questions ${values.typos ? 'with one typing error each' : 'as they are'}`)
console.log('collection       ranking            nDCG@10  R@100  MRR@10   p (nDCG@10, against plain)')
const means = new Map<string, number[]>()
for (const collection of readCollections(values.collections, values.only)) {
  const questions = collection.questions.map(({ text }) => (values.typos ? misspell(text) : text))
  let plain: readonly number[] | undefined
  for (const [name, rank] of rankings) {
    const { ndcg, recall, mrr } = measureRankings(collection, await rank(collection, questions))
    const p = plain === undefined ? '' : testPairs(plain, ndcg).toFixed(3)
    plain ??= ndcg
    means.set(name, [...(means.get(name) ?? []), mean(ndcg)])
    const columns = [mean(ndcg).toFixed(4), mean(recall).toFixed(3), mean(mrr).toFixed(4)]
    console.log(`${collection.name.padEnd(16)} ${name.padEnd(18)} ${columns.join('   ')}   ${p}`)
  }
}
for (const [name, ndcgs] of means) console.log(`${'mean'.padEnd(16)} ${name.padEnd(18)} ${mean(ndcgs).toFixed(4)}`)

async function rankPlainly(collection: IrCollection, questions: readonly string[]): Promise<string[][]> {
  const index = indexInMemory(collection)
  return questions.map((question) =>
    index.score(analyzeQuestion(question).terms, depth).best.map(({ ordinal }) => collection.documents[ordinal]!.id),
  )
}

async function rankInMemory(collection: IrCollection, questions: readonly string[]): Promise<string[][]> {
  const index = indexInMemory(collection)
  return questions.map((question) => index.retrieve(question, depth, depth).passages.map(({ passageId }) => passageId))
}

/** Words and vectors together, on the embedded database; the rows of all weights come from one run. */
function addHybrid(): void {
  const dimensions = Number(values.dimensions)
  const byCollection = new Map<string, Promise<HybridRankings>>()
  for (const weight of weights) {
    const name = weight === 0 ? 'ours, words alone' : weight === 1 ? `vectors, lsa-${dimensions}` : `hybrid, a = ${weight}`
    rankings.set(name, async (collection, questions) => {
      const run = byCollection.get(collection.name) ?? rankHybrid(collection, questions, { weights, dimensions, depth })
      byCollection.set(collection.name, run)
      return (await run).byWeight.get(weight)!
    })
  }
}

/** Through rows, blocks and SQL, in a workspace of its own for each collection. */
function rankIn(database: Database): Ranking {
  return async (collection, questions) => {
    const workspaceId = await makeWorkspace(database)
    const idOf = new Map<string, string>()
    const passages = collection.documents.map(({ id, title, text }) => {
      const passageId = randomUUID()
      idOf.set(passageId, id)
      // A row without a text is not stored; the few empty records of a collection answer nothing anyway.
      return { id: passageId, documentId: randomUUID(), title, headingPath: [], language: 'en', text: text || title || '.' }
    })
    await storePassages(database, workspaceId, passages)
    const context = contextOf(database, workspaceId)
    const ranked: string[][] = []
    for (const question of questions) {
      const retrieval = await retrievePassages(context, { question, limit: depth, candidates: depth })
      ranked.push(retrieval.passages.map(({ passageId }) => idOf.get(passageId)!))
    }
    return ranked
  }
}

function indexInMemory(collection: IrCollection): MemoryIndex {
  const index = new MemoryIndex()
  for (const { id, title, text } of collection.documents) {
    const place = { headingPath: [], page: null, start: 0, end: text.length, language: 'en' }
    index.add({ passageId: id, documentId: id, documentTitle: title, text, ...place })
  }
  return index
}
