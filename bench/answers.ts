import { parseArgs } from 'node:util'
import { answerFromPassages, retrieveForAnswer } from '../packages/server/src/features/answers/answer-from-passages.ts'
import { passagesRead } from '../packages/server/src/features/answers/compose-extractive.ts'
import { MemoryIndex } from '../packages/server/src/features/retrieval/lexical/memory-index.ts'
import { articlesOf, type IrCollection, readCollections } from './ir-collections.ts'

// Extractive answers on collections with gold answer strings: node bench/answers.ts --collections DIR
// The weights were learnt on the even articles, so the odd ones are what the figures stand on.

if (import.meta.main) {
  const { values } = parseArgs({ options: { collections: { type: 'string' }, only: { type: 'string', multiple: true } } })
  if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
  console.log(
    'of the questions, in percent               right   gold in   gold in   wrongly "not   rightly, when   the same, gold    ms/',
  )
  console.log(
    'collection  articles     questions   passage     first     three   in documents"    taken out       not elsewhere   question',
  )
  for (const collection of readCollections(values.collections, values.only)) {
    if (collection.answers.size > 0) printCollection(collection)
  }
}

/** Documents without some of them, as an index. */
export function indexWithout(collection: IrCollection, isTakenOut: (document: number) => boolean): MemoryIndex {
  const index = new MemoryIndex()
  for (const [i, document] of collection.documents.entries()) {
    if (isTakenOut(i)) continue
    index.add({
      passageId: document.id,
      documentId: document.id,
      documentTitle: document.title,
      headingPath: [],
      page: null,
      start: 0,
      end: document.text.length,
      language: collection.name.endsWith('de') ? 'de' : 'en',
      text: document.text,
    })
  }
  return index
}

/** The questions of a collection by the document that answers them. */
export function questionsByDocument(collection: IrCollection): { document: number; questions: { id: string; text: string }[] }[] {
  const positions = new Map(collection.documents.map(({ id }, i) => [id, i]))
  const groups = new Map<number, { id: string; text: string }[]>()
  for (const question of collection.questions) {
    const document = positions.get([...collection.judgements.get(question.id)!.keys()][0]!)!
    groups.set(document, [...(groups.get(document) ?? []), question])
  }
  return [...groups].map(([document, questions]) => ({ document, questions }))
}

function printCollection(collection: IrCollection): void {
  const whole = indexWithout(collection, () => false)
  const articles = articlesOf(collection)
  const counted = { even: newCounts(), odd: newCounts() }
  for (const { document, questions } of questionsByDocument(collection)) {
    const counts = articles[document]! % 2 === 0 ? counted.even : counted.odd
    const without = indexWithout(collection, (i) => i === document)
    for (const question of questions) {
      const started = performance.now()
      const { citations, isAnswered } = answerFromPassages(question.text, retrieveForAnswer(whole, question.text))
      counts.ms += performance.now() - started
      const gold = collection.answers.get(question.id)!
      const holdsGold = citations.map(({ quote }) => gold.some((answer) => quote.includes(answer)))
      counts.questions++
      if (citations.some(({ documentId }) => documentId === collection.documents[document]!.id)) counts.passage++
      if (holdsGold[0]) counts.first++
      if (holdsGold.slice(0, 3).includes(true)) counts.three++
      if (!isAnswered) counts.refused++
      const rest = retrieveForAnswer(without, question.text)
      const isRefused = !answerFromPassages(question.text, rest).isAnswered
      if (isRefused) counts.refusedWithout++
      // Some answers stand in a neighbouring passage too, and short ones such as "four" stand anywhere.
      if (rest.passages.slice(0, passagesRead).some(({ text }) => gold.some((answer) => text.includes(answer)))) continue
      counts.saidNowhere++
      if (isRefused) counts.refusedNowhere++
    }
  }
  printRow(collection.name, 'even', counted.even)
  printRow(collection.name, 'odd', counted.odd)
  printRow(collection.name, 'all', addCounts(counted.even, counted.odd))
}

type Counts = ReturnType<typeof newCounts>

function newCounts() {
  return { questions: 0, passage: 0, first: 0, three: 0, refused: 0, refusedWithout: 0, saidNowhere: 0, refusedNowhere: 0, ms: 0 }
}

function addCounts(a: Counts, b: Counts): Counts {
  const sum = newCounts()
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] = a[key] + b[key]
  return sum
}

function printRow(name: string, articles: string, counts: Counts): void {
  const share = (count: number) => ((100 * count) / counts.questions).toFixed(1).padStart(5)
  const columns = [counts.passage, counts.first, counts.three, counts.refused, counts.refusedWithout].map(share)
  const nowhere = ((100 * counts.refusedNowhere) / counts.saidNowhere).toFixed(1)
  console.log(
    `${name.padEnd(11)} ${articles.padEnd(12)} ${String(counts.questions).padStart(8)}     ${columns.join('     ')}     ${nowhere} of ${counts.saidNowhere}     ${(counts.ms / counts.questions).toFixed(2)}`,
  )
}
