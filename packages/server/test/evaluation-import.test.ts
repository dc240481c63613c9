import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError, contract } from '@brain-ai/contract'
import { startWorld } from './world.ts'

const world = await startWorld()
const { evaluation } = contract

async function aSet() {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  await client.upload([
    { name: 'leave.md', content: new Blob(['# Leave policy\n\nEverybody has thirty days of leave.']) },
    { name: '17.txt', content: new Blob(['Trains are booked second class.']) },
  ])
  await workspace.settle()
  const { id } = await client.call(evaluation.createSet, { body: { name: 'Imported' } })
  const take = (body: { jsonl: string } | { queries: string; qrels: string }) =>
    client.call(evaluation.importQuestions, { params: { id }, body })
  const list = async () => (await client.call(evaluation.listQuestions, { params: { id }, query: {} })).questions
  const download = async (format: 'jsonl' | 'queries' | 'qrels') =>
    (await client.call(evaluation.exportQuestions, { params: { id }, query: { format } })).text()
  return { workspace, client, id, take, list, download }
}

const lines = (...all: unknown[]) => all.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

/** What each line of a refused import is told. */
async function problemsOf(attempt: Promise<unknown>): Promise<[string, RegExp | string][]> {
  const error = await attempt.then(
    () => assert.fail('The import was not refused.'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof BrainError)
  assert.equal(error.code, 'evaluation/import-invalid')
  return (error.details.errors as { path: string; message: string }[]).map(({ path, message }) => [path, message])
}

test('questions come in as lines of JSON, and documents go by file name, title or id', async () => {
  const { take, list } = await aSet()
  const jsonl = lines(
    { question: 'How many days of leave?', notes: 'often asked', expected: [{ document: 'leave.md', quote: 'thirty days' }] },
    '',
    { question: 'Welche Klasse?', language: 'de', expected: [{ document: '17', relevance: 2 }, { document: 'Leave policy' }] },
  )
  assert.deepEqual(await take({ jsonl }), { added: 2, extended: 0, unchanged: 0 })
  assert.deepEqual(
    (await list()).map(({ question, language, notes, expected }) => [question, language, notes, expected.length]),
    [
      ['How many days of leave?', 'en', 'often asked', 1],
      ['Welche Klasse?', 'de', '', 2],
    ],
  )
  assert.deepEqual(await take({ jsonl }), { added: 0, extended: 0, unchanged: 2 })
  const more = lines({ question: 'how many days of LEAVE?', expected: [{ document: '17.txt' }] })
  assert.deepEqual(await take({ jsonl: more }), { added: 0, extended: 1, unchanged: 0 })
})

test('what was exported can be imported again, also where the documents have other ids', async () => {
  const [first, second] = [await aSet(), await aSet()]
  await first.take({
    jsonl: lines({
      question: 'How many days of leave?',
      expected: [{ document: 'leave.md', quote: 'thirty days', relevance: 3 }],
    }),
  })
  const text = await first.download('jsonl')
  assert.deepEqual(await first.take({ jsonl: text }), { added: 0, extended: 0, unchanged: 1 })
  assert.deepEqual(await second.take({ jsonl: text }), { added: 1, extended: 0, unchanged: 0 })
  const [question] = await second.list()
  assert.deepEqual(
    question?.expected.map(({ title, quote, relevance }) => [title, quote, relevance]),
    [['Leave policy', 'thirty days', 3]],
  )
  const [queries, qrels] = [await first.download('queries'), await first.download('qrels')]
  assert.deepEqual(await first.take({ queries, qrels }), { added: 0, extended: 1, unchanged: 0 })
})

test('questions come in as a retrieval collection', async () => {
  const { take, list } = await aSet()
  const queries = lines({ _id: '1', text: 'leave days' }, { _id: 2, text: 'trains' }, { _id: '3', text: 'nobody judged this' })
  const qrels = 'query-id\tcorpus-id\tscore\n1\tleave\t2\n1\t17\t0\n2\t17\t1\n'
  assert.deepEqual(await take({ queries, qrels }), { added: 2, extended: 0, unchanged: 0 })
  assert.deepEqual(
    (await list()).map(({ question, expected }) => [question, expected.map(({ title, relevance }) => [title, relevance])]),
    [
      ['leave days', [['Leave policy', 2]]],
      ['trains', [['17', 1]]],
    ],
  )
})

test('wrong lines of JSON are told one by one, and nothing of the file is taken', async () => {
  const { take, list } = await aSet()
  const right = { question: 'How many days?', expected: [{ document: 'leave.md' }] }
  const problems = await problemsOf(
    take({
      jsonl: lines(
        right,
        '{"question": "half',
        { question: 'Without documents', expected: [] },
        { expected: [{ document: 'leave.md' }] },
        { question: 'Too relevant', expected: [{ document: 'leave.md', relevance: 11 }] },
      ),
    }),
  )
  assert.deepEqual(
    problems.map(([path]) => path),
    ['jsonl line 2', 'jsonl line 3', 'jsonl line 4', 'jsonl line 5'],
  )
  assert.equal(problems[0]?.[1], 'This is not JSON.')
  assert.match(String(problems[1]?.[1]), /^expected: /)
  assert.match(String(problems[2]?.[1]), /^question: /)
  assert.match(String(problems[3]?.[1]), /^expected\.0\.relevance: /)
  assert.deepEqual(await list(), [])
})

test('lines that name no document, several, or a quote that stands nowhere are told one by one', async () => {
  const { take, list, workspace } = await aSet()
  await workspace.import({ title: 'Twin', text: 'One of two.' })
  await workspace.import({ title: 'Twin', text: 'Two of two.' })
  const of = (document: string, quote?: string) => ({ question: `About ${document}`, expected: [{ document, quote }] })
  const problems = await problemsOf(
    take({ jsonl: lines(of('leave.md'), of('missing.md'), of('Twin'), of('17', 'First class'), of(crypto.randomUUID())) }),
  )
  assert.deepEqual(
    problems.map(([path, message]) => [path, String(message).split(/[“.]/)[0]!.trim()]),
    [
      ['jsonl line 2', 'There is no document'],
      ['jsonl line 3', 'Several documents are called'],
      ['jsonl line 4', 'The quote stands in no passage of the document'],
      ['jsonl line 5', 'There is no document'],
    ],
  )
  assert.deepEqual(await list(), [])
})

test('a collection whose files do not fit together is refused by file and line', async () => {
  const { take } = await aSet()
  const problems = await problemsOf(
    take({
      queries: lines({ _id: '1', text: 'leave' }, { _id: '1', text: 'again' }, { text: 'no id' }),
      qrels: '1\tleave\t1\n9\tleave\t1\n1 leave 1\n1\tleave\thigh\n1\tleave\t1.5\n',
    }),
  )
  assert.deepEqual(
    problems.map(([path]) => path),
    ['queries line 2', 'queries line 3', 'qrels line 2', 'qrels line 3', 'qrels line 4', 'qrels line 5'],
  )
  assert.deepEqual(await problemsOf(take({ queries: lines({ _id: '1', text: 'leave' }), qrels: '1\tnowhere\t1\n' })), [
    ['qrels line 1', 'There is no document “nowhere”.'],
  ])
})

test('a set takes two thousand questions and no more', async () => {
  const { take, list, client, id } = await aSet()
  const many = (from: number, to: number) =>
    lines(...Array.from({ length: to - from }, (_, i) => ({ question: `Question ${from + i}`, expected: [{ document: '17' }] })))
  assert.equal((await take({ jsonl: many(0, 2_000) })).added, 2_000)
  await assert.rejects(take({ jsonl: many(2_000, 2_001) }), { code: 'evaluation/set-full' })
  assert.deepEqual(await take({ jsonl: many(0, 2) }), { added: 0, extended: 0, unchanged: 2 })
  assert.equal((await list()).length, 50)
  assert.equal((await client.call(evaluation.getSet, { params: { id } })).questions, 2_000)
})
