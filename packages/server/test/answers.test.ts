import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { startWorld } from './world.ts'

interface SampleQuestion {
  readonly question: string
  readonly documents: readonly string[]
  readonly contains?: string
}

const world = await startWorld()
const workspace = await world.aWorkspace()
await workspace.client.call(contract.documents.importSample, {})
await workspace.settle()

const ask = (question: string) => workspace.client.call(contract.answers.askQuestion, { body: { question } })

test('every quote stands in its document at its offsets', async () => {
  const questions = await sampleQuestions()
  let quotes = 0
  for (const { question } of questions.slice(0, 15)) {
    const { citations, answer } = await ask(question)
    for (const citation of citations) {
      const content = await workspace.client.call(contract.documents.getContent, { params: { id: citation.documentId } })
      assert.equal(content.text.slice(citation.start, citation.end), citation.quote)
      assert.ok(answer.includes(`[${citation.number}]`))
      quotes++
    }
    const markers = [...answer.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]))
    assert.deepEqual(
      [...new Set(markers)].sort((a, b) => a - b),
      citations.map((one) => one.number),
    )
  }
  assert.ok(quotes > 15)
})

test('the questions of the sample handbook are answered from the right documents', async () => {
  const questions = (await sampleQuestions()).filter((one) => one.documents.length > 0)
  const { documents } = await workspace.client.call(contract.documents.listDocuments, { query: { limit: 200 } })
  const fileOf = new Map(documents.map((one) => [one.id, one.fileName]))
  const missed: string[] = []
  for (const { question, documents: expected } of questions) {
    const { citations } = await ask(question)
    if (!citations.some((one) => expected.includes(fileOf.get(one.documentId) ?? ''))) missed.push(question)
  }
  assert.ok(missed.length <= questions.length * 0.15, `${missed.length} of ${questions.length}:\n${missed.join('\n')}`)
})

test('what no document says is not answered', async () => {
  const { isAnswered, citations, answer } = await ask('Which colour has the bicycle of the mayor of Ouagadougou?')
  assert.equal(isAnswered, false)
  assert.deepEqual(citations, [])
  assert.ok(answer.length > 10)
})

test('an empty workspace says so instead of failing', async () => {
  const empty = await world.aWorkspace()
  const reply = await empty.client.call(contract.answers.askQuestion, { body: { question: 'What is there?' } })
  assert.equal(reply.isAnswered, false)
  assert.deepEqual(reply.passages, [])
})

test('the streamed answer is the same as the whole one, piece by piece', async () => {
  const { question } = (await sampleQuestions())[0]!
  let text = ''
  const names: string[] = []
  let end: { answer: string; citations: unknown[] } | undefined
  for await (const event of workspace.client.stream(contract.answers.askQuestion, { body: { question } })) {
    names.push(event.name)
    if (event.name === 'text-delta') {
      assert.equal(event.data.offset, text.length)
      text += event.data.text
    }
    if (event.name === 'answer-end') end = event.data
  }
  assert.equal(names[0], 'passages-found')
  assert.equal(names.at(-1), 'answer-end')
  assert.ok(names.includes('citation'))
  assert.equal(text, end?.answer)
  assert.deepEqual((await ask(question)).citations, end?.citations)
})

test('an answer that is read again suggests what it suggested first', async () => {
  const lighthouse = await world.aWorkspace()
  const { client } = lighthouse
  const importAbout = (title: string, day: string) =>
    lighthouse.import({ title, text: `# ${title}\n\nThe ${title} of the lighthouse opens on ${day}.`, format: 'markdown' })
  const gallery = await importAbout('gallery', 'Mondays')
  const signalRoom = await importAbout('signal room', 'Fridays')
  const body = { question: 'When does the gallery of the lighthouse open?' }
  const first = await client.call(contract.answers.askQuestion, { body })
  assert.deepEqual(
    first.citations.map(({ documentId }) => documentId),
    [gallery.id],
  )
  assert.match(String(first.followUps), /signal room/)
  const again = await client.call(contract.answers.getRun, { params: { id: first.id } })
  assert.deepEqual(again.followUps, first.followUps)
  await client.call(contract.documents.deleteDocument, { params: { id: signalRoom.id } })
  assert.deepEqual((await client.call(contract.answers.getRun, { params: { id: first.id } })).followUps, [])
})

test('a question can be narrowed to a collection', async () => {
  await workspace.import({ title: 'Cafeteria', text: 'The cafeteria serves borscht on Thursdays.', collection: 'House' })
  await workspace.import({ title: 'Old cafeteria', text: 'The cafeteria served goulash on Thursdays.', collection: 'Archive' })
  const { collections } = await workspace.client.call(contract.collections.listCollections, {})
  const archive = collections.find((one) => one.name === 'Archive')!
  const reply = await workspace.client.call(contract.answers.askQuestion, {
    body: { question: 'What does the cafeteria serve on Thursdays?', collections: [archive.id] },
  })
  assert.match(reply.answer, /goulash/)
  assert.doesNotMatch(reply.answer, /borscht/)
})

async function sampleQuestions(): Promise<SampleQuestion[]> {
  return JSON.parse(await readFile(new URL('../sample/questions.json', import.meta.url), 'utf8')) as SampleQuestion[]
}
