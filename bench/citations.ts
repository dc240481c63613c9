import { parseArgs } from 'node:util'
import { CitationWriter } from '../packages/server/src/features/answers/citations/citation-writer.ts'
import { type CitedText, measureSupport } from '../packages/server/src/features/answers/citations/measure-support.ts'
import { supportThreshold } from '../packages/server/src/features/answers/citations/support-threshold.ts'
import { SafeMarkdown } from '../packages/server/src/features/answers/model-answers/safe-markdown.ts'
import { splitSentences } from '../packages/server/src/features/documents/split-sentences.ts'
import type { RetrievedPassage } from '../packages/server/src/features/retrieval/lexical/rank-candidates.ts'
import { indexWithout } from './answers.ts'
import { type IrCollection, readCollections } from './ir-collections.ts'

// Whether citations that a model would write are told apart: node bench/citations.ts --collections DIR
// Right ones say what the passage says: a sentence of it, a part of one around the answer, and the question turned into a statement
// with the answer. Misplaced ones say the same and cite the best other passages found for the question. Exchanged ones say
// something else about it: another answer of the same kind in the place of the right one, in an otherwise right sentence. Numbers that no
// passage has are counted apart: they are taken out while the answer streams.

const kinds = ['verbatim', 'shortened', 'restated', 'misplaced', 'exchanged'] as const
type Kind = (typeof kinds)[number]
const thresholds = [0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75]

if (import.meta.main) {
  const { values } = parseArgs({
    options: { collections: { type: 'string' }, only: { type: 'string', multiple: true }, show: { type: 'string' } },
  })
  if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
  console.log(`flagged as not supported, in percent, by threshold (${supportThreshold} is set)\n`)
  console.log(`collection  citations     number   ${thresholds.map((threshold) => threshold.toFixed(2).padStart(6)).join('')}`)
  for (const collection of readCollections(values.collections, values.only))
    if (collection.answers.size > 0) printCollection(collection, values.show)
}

function printCollection(collection: IrCollection, show: string | undefined): void {
  const scores = measure(collection, show)
  const print = (name: string, of: readonly number[]) => {
    const shares = thresholds.map((threshold) => (100 * of.filter((score) => score < threshold).length) / of.length)
    console.log(
      `${collection.name.padEnd(11)} ${name.padEnd(12)} ${String(of.length).padStart(7)}   ${shares.map((share) => share.toFixed(1).padStart(6)).join('')}`,
    )
  }
  for (const kind of kinds) print(kind, scores[kind])
  const { written, left } = inventNumbers(collection)
  console.log(`${collection.name.padEnd(11)} ${'made up'.padEnd(12)} ${String(written).padStart(7)}   ${left} left in the text`)
  print('right, all', [...scores.verbatim, ...scores.shortened, ...scores.restated])
  console.log()
}

function measure(collection: IrCollection, show: string | undefined): Record<Kind, number[]> {
  const index = indexWithout(collection, () => false)
  const scores: Record<Kind, number[]> = { verbatim: [], shortened: [], restated: [], misplaced: [], exchanged: [] }
  const pool = [...collection.answers.values()].map((answers) => answers[0]!)
  for (const [place, { id, text: question }] of collection.questions.entries()) {
    const gold = collection.answers.get(id)!
    const passages = index.retrieve(question, 8).passages
    const right = passages.find(({ documentId }) => collection.judgements.get(id)!.has(documentId))
    const answer = gold.find((each) => right?.text.includes(each))
    const sentence = right && answer ? sentenceWith(right, answer) : undefined
    if (!right || answer === undefined || sentence === undefined) continue
    const restated = restate(question, answer)
    const shortened = around(sentence, answer)
    const add = (kind: Kind, claim: string, cited: CitedText) => {
      const { score, missing } = measureSupport(claim, [cited])
      scores[kind].push(score ?? 1)
      const isWrong =
        kind === 'misplaced' || kind === 'exchanged' ? (score ?? 1) >= supportThreshold : (score ?? 1) < supportThreshold
      if (show === kind && isWrong)
        console.log(`${(score ?? 1).toFixed(2)} ${claim}  ⟵  ${cited.text.slice(0, 200)}  (${missing})`)
    }
    for (const [kind, claim] of [
      ['verbatim', sentence],
      ['shortened', shortened],
      ['restated', restated],
    ] as const)
      add(kind, claim, right)
    // Another passage that holds the answer may bear it out too.
    const others = passages
      .filter((passage) => passage !== right && !gold.some((each) => passage.text.includes(each)))
      .slice(0, 3)
    for (const other of others) for (const claim of [sentence, shortened, restated]) add('misplaced', claim, other)
    const wrong = anotherAnswer(pool, place, answer, right.text)
    if (wrong !== undefined)
      for (const claim of [sentence, shortened, restated]) add('exchanged', claim.replaceAll(answer, wrong), right)
  }
  return scores
}

/** Numbers beside those of eight passages, in answers that come in pieces of three letters. */
function inventNumbers({ answers }: IrCollection): { written: number; left: number } {
  const counts = { written: 0, left: 0 }
  for (const [i, [answer]] of [...answers.values()].entries()) {
    const made = [String(9 + (i % 90)), '0', String(1_000 + i)]
    const markdown = new SafeMarkdown()
    const writer = new CitationWriter((number) => (Number(number) >= 1 && Number(number) <= 8 ? nowhere : undefined))
    const pieces = `${answer} [${made[0]}]. And [1, ${made[1]}][${made[2]}].`.match(/[\s\S]{1,3}/g)!
    for (const piece of pieces) writer.write(markdown.write(piece))
    writer.write(markdown.end())
    counts.written += made.length
    counts.left += [...writer.text.matchAll(/\[(\d+)\]/g)].filter(([, number]) => number !== '1').length
  }
  return counts
}

const nowhere = {
  passageId: '',
  documentId: '',
  title: '',
  headingPath: [],
  page: null,
  start: 0,
  end: 0,
  quote: '',
  isSupported: true,
}

function sentenceWith({ text, language }: RetrievedPassage, answer: string): string | undefined {
  const at = text.indexOf(answer)
  const found = splitSentences(text, language).find(({ start, end }) => start <= at && at < end)
  return found && text.slice(found.start, found.end)
}

/** About twelve words on each side of the answer, as a model leaves out the rest of a long sentence. */
function around(sentence: string, answer: string): string {
  const at = sentence.indexOf(answer)
  const before = sentence.slice(0, at).split(/\s+/).slice(-12).join(' ')
  const after = sentence
    .slice(at + answer.length)
    .split(/\s+/)
    .slice(0, 12)
    .join(' ')
  return `${before}${answer}${after}`
}

/** The question as a statement: its words without the one that asks, and the answer. */
function restate(question: string, answer: string): string {
  const asks =
    /\b(what|which|who|whom|whose|when|where|why|how|was|welche[rsmn]?|wer|wem|wen|wessen|wann|wo|warum|wie|woher|wohin)\b/iu
  return `${question
    .replace(/\?\s*$/, '')
    .replace(asks, ' ')
    .replace(/\s+/g, ' ')
    .trim()} ${answer}.`
}

function shapeOf(answer: string): 'number' | 'name' | 'words' {
  return /\d/.test(answer) ? 'number' : /^\p{Lu}/u.test(answer) ? 'name' : 'words'
}

/** Another answer of the same kind that the passage does not hold; the same one in each run. */
function anotherAnswer(pool: readonly string[], place: number, answer: string, text: string): string | undefined {
  const fitting = pool.filter((other) => shapeOf(other) === shapeOf(answer) && !text.includes(other) && !answer.includes(other))
  return fitting[(place * 7919) % fitting.length]
}
