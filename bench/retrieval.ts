import { parseArgs } from 'node:util'
import { analyzeQuestion } from '../packages/server/src/features/retrieval/lexical/analyzer.ts'
import { MemoryIndex } from '../packages/server/src/features/retrieval/lexical/memory-index.ts'
import { type IrCollection, readCollections } from './ir-collections.ts'

// Ranking quality of plain BM25 and of ours on every collection of a folder: node bench/retrieval.ts --collections DIR [--typos]

type Ranking = (question: string, limit: number) => string[]
type Measures = { readonly ndcg: number[]; readonly recall: number[]; readonly mrr: number[] }

const { values } = parseArgs({
  options: {
    collections: { type: 'string' },
    only: { type: 'string', multiple: true },
    typos: { type: 'boolean', default: false },
  },
})
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')

console.log(`questions ${values.typos ? 'with one typing error each' : 'as they are'}`)
console.log('collection       ranking      nDCG@10  R@100  MRR@10   ms/question   p (nDCG, against plain)')
const means = new Map<string, number[]>()
for (const collection of readCollections(values.collections, values.only)) {
  const index = indexOf(collection)
  const rankings: Record<string, Ranking> = {
    'plain BM25': (question, limit) => plainRanking(index, collection, question, limit),
    ours: (question, limit) => index.retrieve(question, limit, limit).passages.map(({ passageId }) => passageId),
  }
  let plain: number[] | undefined
  for (const [name, ranking] of Object.entries(rankings)) {
    const started = performance.now()
    const measured = measure(collection, ranking)
    const each = (performance.now() - started) / collection.questions.length
    const p = plain === undefined ? '' : pairedRandomization(plain, measured.ndcg).toFixed(3)
    plain ??= measured.ndcg
    means.set(name, [...(means.get(name) ?? []), mean(measured.ndcg)])
    const columns = [mean(measured.ndcg).toFixed(4), mean(measured.recall).toFixed(3), mean(measured.mrr).toFixed(4)]
    console.log(`${collection.name.padEnd(16)} ${name.padEnd(12)} ${columns.join('   ')}   ${each.toFixed(2).padStart(8)}   ${p}`)
  }
}
for (const [name, ndcgs] of means) console.log(`${'mean'.padEnd(16)} ${name.padEnd(12)} ${mean(ndcgs).toFixed(4)}`)

function indexOf(collection: IrCollection): MemoryIndex {
  const index = new MemoryIndex()
  for (const document of collection.documents) {
    index.add({
      passageId: document.id,
      documentId: document.id,
      documentTitle: document.title,
      headingPath: [],
      page: null,
      start: 0,
      end: document.text.length,
      language: 'en',
      text: document.text,
    })
  }
  return index
}

function plainRanking(index: MemoryIndex, collection: IrCollection, question: string, limit: number): string[] {
  const { best } = index.score(analyzeQuestion(question).terms, limit)
  return best.map(({ ordinal }) => collection.documents[ordinal]!.id)
}

function measure(collection: IrCollection, ranking: Ranking): Measures {
  const measures: Measures = { ndcg: [], recall: [], mrr: [] }
  for (const question of collection.questions) {
    const judged = collection.judgements.get(question.id)!
    const ranked = ranking(values.typos ? misspell(question.text) : question.text, 100)
    const gains = ranked.slice(0, 10).map((id) => judged.get(id) ?? 0)
    const ideal = [...judged.values()].sort((a, b) => b - a).slice(0, 10)
    measures.ndcg.push(discounted(gains) / discounted(ideal))
    measures.recall.push(ranked.filter((id) => judged.has(id)).length / judged.size)
    measures.mrr.push(1 / (gains.findIndex((gain) => gain > 0) + 1 || Number.POSITIVE_INFINITY))
  }
  return measures
}

/** One edit inside the longest word, chosen by its letters so that every run asks the same. */
function misspell(question: string): string {
  const longest = [...question.matchAll(/\p{L}+/gu)].sort((a, b) => b[0].length - a[0].length)[0]
  if (longest === undefined || longest[0].length < 4) return question
  const word = longest[0]
  const seed = [...word].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0)
  const at = 1 + (seed % (word.length - 2))
  const edits = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at]! + word.slice(at),
    word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2),
    `${word.slice(0, at)}e${word.slice(at + 1)}`,
  ]
  return question.slice(0, longest.index) + edits[seed % 4]! + question.slice(longest.index + word.length)
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** Two-sided p of a paired randomisation test with 5,000 sign flips. */
function pairedRandomization(a: readonly number[], b: readonly number[]): number {
  const differences = b.map((value, i) => value - a[i]!).filter((difference) => difference !== 0)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  let state = 12345
  let extreme = 0
  for (let round = 0; round < 5000; round++) {
    let sum = 0
    for (const difference of differences) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      sum += state & 0x80000000 ? difference : -difference
    }
    if (Math.abs(sum) >= observed - 1e-12) extreme++
  }
  return extreme / 5000
}
