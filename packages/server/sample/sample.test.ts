import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { extractText } from '../src/features/documents/extract/extract-text.ts'

interface SampleQuestion {
  question: string
  language: string
  documents: string[]
  contains: string
}

const handbook = new URL('handbook/', import.meta.url)
const questions: SampleQuestion[] = JSON.parse(await readFile(new URL('questions.json', import.meta.url), 'utf8'))

// Line ends of a PDF fall anywhere, so white space is compared collapsed.
const collapse = (text: string): string => text.replace(/\s+/g, ' ')

async function readHandbook(): Promise<Map<string, { format: string; text: string }>> {
  const read = new Map<string, { format: string; text: string }>()
  for (const name of await readdir(handbook)) {
    const { format, text } = await extractText(new Uint8Array(await readFile(new URL(name, handbook))), name)
    read.set(name, { format, text: collapse(text) })
  }
  return read
}

test('the sample collection has twenty documents, every format among them', async () => {
  const documents = [...(await readHandbook()).values()]
  assert.equal(documents.length, 20)
  const formats = new Set(documents.map(({ format }) => format))
  assert.deepEqual([...formats].sort(), ['csv', 'docx', 'eml', 'html', 'markdown', 'pdf', 'pptx', 'text', 'xlsx'])
})

test('what a right answer to a sample question quotes stands in each document named for it', async () => {
  const documents = await readHandbook()
  const missing = questions.flatMap(({ question, documents: names, contains }) =>
    names.filter((name) => !documents.get(name)?.text.includes(contains)).map((name) => `${question} → "${contains}" in ${name}`),
  )
  assert.deepEqual(missing, [])
})

test('every document of the sample collection answers a sample question, and some questions have no answer', () => {
  assert.equal(new Set(questions.flatMap(({ documents }) => documents)).size, 20)
  assert.equal(questions.filter(({ documents }) => documents.length === 0).length, 6)
})
