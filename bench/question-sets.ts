import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomNumbers } from './corpus.ts'
import { type IrCollection, readCollections } from './ir-collections.ts'

// Turns sets of questions on articles, SQuAD and SelQA, into collections that look like those of the benchmark, to learn from:
// node bench/question-sets.ts --squad FILE --selqa FILE --but COLLECTIONS --out FOLDER
// Articles of the collections behind --but are left out, and several files may be named.

type Question = { readonly text: string; readonly answers: readonly string[] }
type Passage = { readonly text: string; readonly questions: readonly Question[] }
type Article = { readonly title: string; readonly passages: readonly Passage[] }
type Squad = {
  readonly data: readonly {
    readonly title: string
    readonly paragraphs: readonly {
      readonly context: string
      readonly qas: readonly { question: string; answers: readonly { text: string }[]; is_impossible?: boolean }[]
    }[]
  }[]
}
type SelqaQuestion = {
  question: string
  article: string
  section: string
  candidates: readonly string[]
  answers: readonly number[]
}

const passagesPerArticle = 5
const passagesPerCollection = 240
const lettersPerPassage = 750

const { values } = parseArgs({
  options: {
    squad: { type: 'string', multiple: true, default: [] },
    selqa: { type: 'string', multiple: true, default: [] },
    but: { type: 'string' },
    out: { type: 'string' },
  },
})
if (values.but === undefined || values.out === undefined) throw new Error('--but FOLDER or --out FOLDER is missing')

const random = randomNumbers(1)
const isKept = notAmong(readCollections(values.but))
const articles = [
  ...values.squad.flatMap((file) => articlesOfSquad(read<Squad>(file))),
  ...articlesOfSelqa(values.selqa.flatMap((file) => read<readonly SelqaQuestion[]>(file))),
].filter(({ title }) => isKept(title))
for (const [i, collection] of spread(articles).entries()) write(`more-${String(i + 1).padStart(2, '0')}-en`, collection)

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

function notAmong(collections: readonly IrCollection[]): (title: string) => boolean {
  const titles = new Set(collections.flatMap(({ documents }) => documents.map(({ title }) => title.toLowerCase())))
  return (title) => !titles.has(title.toLowerCase())
}

/** Long articles become several of five paragraphs, taken from all over the article as those of XQuAD are. */
function articlesOfSquad({ data }: Squad): Article[] {
  return data.flatMap(({ title, paragraphs }) => {
    const passages = shuffle(paragraphs).map(({ context, qas }) => ({
      text: context,
      questions: qas
        .filter(({ is_impossible, answers }) => is_impossible !== true && answers.length > 0)
        .map(({ question, answers }) => ({ text: question.trim(), answers: [...new Set(answers.map(({ text }) => text))] })),
    }))
    const groups = Array.from({ length: Math.floor(passages.length / passagesPerArticle) }, (_, i) =>
      passages.slice(i * passagesPerArticle, (i + 1) * passagesPerArticle),
    )
    return groups.map((group) => ({ title: title.replaceAll('_', ' '), passages: group }))
  })
}

/** Sections of sentences are cut into passages; a question stays when one passage holds all that answers it. */
function articlesOfSelqa(questions: readonly SelqaQuestion[]): Article[] {
  return [...Map.groupBy(questions, ({ article }) => article)].map(([title, ofArticle]) => {
    const sections = Map.groupBy(ofArticle, ({ candidates }) => candidates.join(' '))
    return { title, passages: [...sections.values()].flatMap(passagesOfSection) }
  })
}

function passagesOfSection(questions: readonly SelqaQuestion[]): Passage[] {
  const sentences = questions[0]!.candidates.map((sentence) => sentence.replace(/\s+/gu, ' ').trim())
  const letters = sentences.reduce((sum, { length }) => sum + length, 0)
  const parts = Math.max(1, Math.round(letters / lettersPerPassage))
  let before = 0
  const partOf = sentences.map(({ length }) => {
    const part = Math.floor((parts * (before + length / 2)) / Math.max(1, letters))
    before += length
    return Math.min(parts - 1, part)
  })
  return Array.from({ length: parts }, (_, part) => ({
    text: sentences.filter((sentence, i) => partOf[i] === part && sentence !== '').join(' '),
    questions: questions
      .filter(({ answers }) => answers.length > 0 && answers.every((answer) => partOf[answer] === part))
      .map(({ question, answers }) => ({ text: question.trim(), answers: answers.map((answer) => sentences[answer]!) })),
  })).filter(({ text }) => text !== '')
}

/** Articles of the same title go to different collections as far as there are enough. */
function spread(all: readonly Article[]): Article[][] {
  const size = all.reduce((sum, { passages }) => sum + passages.length, 0)
  const collections = Array.from({ length: Math.max(1, Math.round(size / passagesPerCollection)) }, () => ({
    articles: [] as Article[],
    size: 0,
  }))
  for (const [title, same] of [...Map.groupBy(shuffle(all), (article) => article.title)].sort(
    ([, a], [, b]) => b.length - a.length,
  )) {
    const shared = (collection: (typeof collections)[0]) =>
      collection.articles.filter((article) => article.title === title).length
    for (const article of same) {
      const emptiest = collections.reduce((a, b) => ((shared(b) - shared(a) || b.size - a.size) < 0 ? b : a))
      emptiest.articles.push(article)
      emptiest.size += article.passages.length
    }
  }
  return collections.map((collection) => shuffle(collection.articles))
}

function shuffle<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

function write(name: string, collection: readonly Article[]): void {
  const lines = { corpus: [] as object[], queries: [] as object[], answers: [] as object[] }
  const judgements = ['query-id\tcorpus-id\tscore']
  for (const { title, passages } of [...Map.groupBy(collection, ({ title }) => title)].map(([title, same]) => ({
    title,
    passages: same.flatMap((article) => article.passages),
  }))) {
    for (const { text, questions } of passages) {
      const document = `d${lines.corpus.length + 1}`
      lines.corpus.push({ _id: document, title, text })
      for (const question of questions) {
        const id = `q${lines.queries.length + 1}`
        lines.queries.push({ _id: id, text: question.text })
        lines.answers.push({ _id: id, answers: question.answers })
        judgements.push(`${id}\t${document}\t1`)
      }
    }
  }
  const folder = join(values.out!, name)
  mkdirSync(folder, { recursive: true })
  for (const [file, rows] of Object.entries(lines)) {
    writeFileSync(join(folder, `${file}.jsonl`), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  }
  writeFileSync(join(folder, 'qrels.tsv'), `${judgements.join('\n')}\n`)
  console.log(`${name}: ${collection.length} articles, ${lines.corpus.length} passages, ${lines.queries.length} questions`)
}
