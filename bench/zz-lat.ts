import { analyzeQuestion } from '../packages/server/src/features/retrieval/lexical/analyzer.ts'
import { unknownTerms } from '../packages/server/src/features/retrieval/lexical/fuzzy-terms.ts'
import { scoreBlocks } from '../packages/server/src/features/retrieval/lexical/score-blocks.ts'
import {
  findBlocksAndStatistics,
  listReadablePassages,
  listSimilarTerms,
} from '../packages/server/src/features/retrieval/retrieval-store.ts'
import { searchPassages } from '../packages/server/src/features/retrieval/search-passages.ts'
import { openDatabase } from '../packages/server/src/platform/database/index.ts'
import { createLog } from '../packages/server/src/platform/log/index.ts'
import { readCollections } from './ir-collections.ts'

const database = await openDatabase({ url: process.argv[2], dataDir: '/tmp/none', maxConnections: 4, log: createLog('error') })
const ws = process.argv[3]!
const qs = readCollections('/work/shared/ir').flatMap((c) => c.questions.slice(0, 50).map((q) => q.text))
const app = { database } as never
const t: Record<string, number[]> = {}
const time = async <T>(n: string, f: () => Promise<T> | T) => {
  const s = performance.now()
  const r = await f()
  ;(t[n] ??= []).push(performance.now() - s)
  return r
}
for (let round = 0; round < 3; round++) {
  if (round === 1) for (const k in t) delete t[k]
  for (const q of qs) {
    await database.transact(ws, async (db) => {
      const a = await time('analyze', () => analyzeQuestion(q))
      const i = (await time('blocks', () => findBlocksAndStatistics(db, [...a.terms.keys()])))!
      const u = unknownTerms(a.terms.keys(), new Set(i.rows.map((r) => r.term)))
      if (u.length) await time('fuzzy', () => listSimilarTerms(db, u))
      const s = await time('score', () => scoreBlocks(i.rows, a.terms, i.statistics, 50))
      await time('texts', () =>
        listReadablePassages(
          db,
          s.best.map((b) => b.ordinal),
          undefined,
        ),
      )
    })
    const c = process.cpuUsage()
    await time('search', () =>
      searchPassages({ app, workspaceId: ws, transact: (w: never) => database.transact(ws, w) } as never, { q, limit: 10 }),
    )
    const d = process.cpuUsage(c)
    ;(t['search cpu'] ??= []).push((d.user + d.system) / 1000)
  }
}
for (const [k, v] of Object.entries(t)) {
  v.sort((a, b) => a - b)
  console.log(k.padEnd(12), v.length, 'p50', v[v.length >> 1]!.toFixed(2), 'p95', v[Math.floor(v.length * 0.95)]!.toFixed(2))
}
await database[Symbol.asyncDispose]()
