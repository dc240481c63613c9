import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test collection: passages, questions, which passages answer which question, and gold answer strings where there are any. */
export type IrCollection = {
  readonly name: string
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[]
  readonly questions: readonly { readonly id: string; readonly text: string }[]
  /** question id → document id → gain */
  readonly judgements: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly answers: ReadonlyMap<string, readonly string[]>
}

/** The number of the article that each document is cut from: what has the same title is of one article. */
export function articlesOf({ documents }: IrCollection): number[] {
  const titles = [...new Set(documents.map(({ title }) => title))]
  return documents.map(({ title }) => titles.indexOf(title))
}

/** Reads every folder that holds corpus.jsonl, queries.jsonl and qrels.tsv. */
export function readCollections(folder: string, only?: readonly string[]): IrCollection[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'corpus.jsonl')) && (only === undefined || only.includes(name)))
    .sort()
    .map((name) => readCollection(folder, name))
}

function readCollection(folder: string, name: string): IrCollection {
  const path = (file: string) => join(folder, name, file)
  const judgements = new Map<string, Map<string, number>>()
  for (const line of readFileSync(path('qrels.tsv'), 'utf8').trim().split('\n').slice(1)) {
    const [question, document, gain] = line.split('\t')
    const judged = judgements.get(question!) ?? new Map<string, number>()
    judgements.set(question!, judged.set(document!, Number(gain)))
  }
  const answers = existsSync(path('answers.jsonl')) ? readLines<{ _id: string; answers: string[] }>(path('answers.jsonl')) : []
  return {
    name,
    documents: readLines<{ _id: string; title?: string; text: string }>(path('corpus.jsonl')).map((document) => ({
      id: document._id,
      title: document.title ?? '',
      text: document.text,
    })),
    questions: readLines<{ _id: string; text: string }>(path('queries.jsonl'))
      .map((question) => ({ id: question._id, text: question.text }))
      .filter(({ id }) => judgements.has(id)),
    judgements,
    answers: new Map(answers.map((answer) => [answer._id, answer.answers])),
  }
}

function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}
