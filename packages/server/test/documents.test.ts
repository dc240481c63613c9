import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { contract, type DocumentView } from '@brain-ai/contract'
import { startWorld } from './world.ts'

const world = await startWorld({ BRAIN_UNDO_SECONDS: '1' })
const workspace = await world.aWorkspace()

const handbook = new URL('../sample/handbook/', import.meta.url)
const get = (id: string) => workspace.client.call(contract.documents.getDocument, { params: { id } })
const upload = (files: Record<string, string | Uint8Array>) =>
  workspace.client.upload(
    Object.entries(files).map(([name, content]) => ({
      name,
      content: new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
    })),
  )

test('the sample handbook can be read in every format', async () => {
  const ours = await world.aWorkspace()
  const { documents } = await ours.client.call(contract.documents.importSample, {})
  assert.ok(documents.length >= 18)
  const settled = await ours.settle()
  assert.deepEqual(
    settled.filter((one) => one.state !== 'ready').map((one) => [one.fileName, one.failure]),
    [],
  )
  assert.deepEqual(
    new Set(settled.map((one) => one.format)),
    new Set(['text', 'markdown', 'html', 'pdf', 'docx', 'xlsx', 'csv', 'pptx', 'eml']),
  )
  assert.deepEqual(new Set(settled.map((one) => one.language)), new Set(['en', 'de']))
  assert.ok(settled.filter((one) => one.format === 'pdf').every((one) => (one.pages ?? 0) > 1))
})

test('the same content twice is one document', async () => {
  const first = await upload({ 'a.txt': 'The same content.' })
  const second = await upload({ 'b.txt': 'The same content.' })
  assert.equal(first.documents[0]?.isDuplicate, false)
  assert.equal(second.documents[0]?.isDuplicate, true)
  assert.equal(second.documents[0]?.id, first.documents[0]?.id)
  await workspace.settle()
})

test('the passages of a document cover its text, at their offsets', async () => {
  const { documents } = await upload({
    'manual.md': '# Pump\n\nOil it weekly.\n\n## Start\n\nTurn the key. Wait ten seconds.\n\n## Stop\n\nPress the red button.',
  })
  const { id } = documents[0]!
  await workspace.settle()
  const content = await workspace.client.call(contract.documents.getContent, { params: { id } })
  const { passages } = await workspace.client.call(contract.documents.listPassages, { params: { id } })
  for (const passage of passages) assert.equal(content.text.slice(passage.start, passage.end), passage.text)
  const covered = passages
    .map((passage) => passage.text)
    .join('')
    .replace(/\s/g, '')
  assert.equal(covered, content.text.replace(/\s/g, ''))
  assert.ok(content.headings.some((heading) => heading.title === 'Stop'))
})

test('a new version replaces the old one in every answer, and the old one can still be fetched', async () => {
  const { documents } = await upload({ 'price.txt': 'The quokkaprice is 40 euros.' })
  const { id } = documents[0]!
  await workspace.settle()
  await workspace.client.replaceContent(id, { name: 'price.txt', content: new Blob(['The quokkaprice is 55 euros.']) })
  await workspace.settle()
  assert.equal((await get(id)).version, 2)
  const { hits } = await workspace.client.call(contract.retrieval.search, { query: { q: 'quokkaprice' } })
  assert.deepEqual(
    hits.map((hit) => hit.snippet.trim()),
    ['The quokkaprice is 55 euros.'],
  )
  const { versions } = await workspace.client.call(contract.documents.listVersions, { params: { id } })
  assert.deepEqual(
    versions.map(({ version, isCurrent }) => [version, isCurrent]),
    [
      [2, true],
      [1, false],
    ],
  )
  const old = await workspace.client.call(contract.documents.getOriginal, { params: { id }, query: { version: 1 } })
  assert.equal(await old.text(), 'The quokkaprice is 40 euros.')
})

test('an original comes back byte for byte, to be saved and never to be run', async () => {
  const pdf = (await readdir(handbook)).find((name) => name.endsWith('.pdf'))!
  const bytes = await readFile(new URL(pdf, handbook))
  const { documents } = await upload({ 'page "1".pdf': bytes })
  const reply = await fetch(`${world.url}/api/brain/documents/${documents[0]!.id}/original`, {
    headers: { authorization: `Bearer ${workspace.token}` },
  })
  assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes)
  assert.match(reply.headers.get('content-disposition') ?? '', /^attachment/)
  assert.match(reply.headers.get('content-security-policy') ?? '', /sandbox/)
  await workspace.settle()
})

test('a deleted document is gone from every list, search and answer at once, can be brought back, and then leaves nothing', async () => {
  const document = await workspace.import({ title: 'Secret plan', text: 'The xylocanary hides under the bridge.' })
  const params = { id: document.id }
  const find = async () => (await workspace.client.call(contract.retrieval.search, { query: { q: 'xylocanary' } })).hits.length
  assert.equal(await find(), 1)

  const { undoUntil } = await workspace.client.call(contract.documents.deleteDocument, { params })
  assert.ok(undoUntil)
  assert.equal(await find(), 0)
  await assert.rejects(get(document.id), { code: 'document/not-found' })
  await workspace.client.call(contract.documents.restoreDocument, { params })
  assert.equal(await find(), 1)

  await workspace.client.call(contract.documents.deleteDocument, { params })
  await untilGone(document)
  await assert.rejects(workspace.client.call(contract.documents.restoreDocument, { params }), { code: 'document/not-found' })
  assert.deepEqual(await traces('xylocanary', document.id), [])
})

test('a document deleted permanently leaves nothing at once', async () => {
  const document = await workspace.import({ title: 'Gone', text: 'The umbracanary left no trace.' })
  await workspace.client.call(contract.documents.deleteDocument, { params: { id: document.id }, query: { permanently: 'true' } })
  assert.deepEqual(await traces('umbracanary', document.id), [])
})

async function untilGone(document: DocumentView): Promise<void> {
  for (;;) {
    const rows = await workspace.transact((db) =>
      db.query.selectFrom('brain_documents').select('id').where('id', '=', document.id).execute(),
    )
    if (rows.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Tables that still hold something of a document. */
async function traces(word: string, documentId: string): Promise<string[]> {
  return workspace.transact(async (db) => {
    const found: string[] = []
    const tables = [
      'brain_documents',
      'document_versions',
      'document_texts',
      'document_words',
      'passages',
      'retrieval_blocks',
    ] as const
    for (const table of tables) {
      const rows = JSON.stringify(await db.query.selectFrom(table).selectAll().execute())
      if (rows.includes(word) || rows.includes(documentId) || rows.includes(word.slice(0, 8))) found.push(table)
    }
    return found
  })
}

test('lists are filtered, counted and paged without a gap', async () => {
  const ours = await world.aWorkspace()
  await Promise.all(
    Array.from({ length: 7 }, (_, number) =>
      ours.import({ title: `Note ${number}`, text: `Number ${number}.`, collection: number < 3 ? 'Low' : 'High' }),
    ),
  )
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ours.client.call(contract.documents.listDocuments, {
      query: { limit: 3, sort: 'title', ...(cursor ? { cursor } : {}) },
    })
    assert.equal(page.total, 7)
    seen.push(...page.documents.map((one) => one.title))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  assert.deepEqual(
    seen,
    [0, 1, 2, 3, 4, 5, 6].map((number) => `Note ${number}`),
  )
  const { collections } = await ours.client.call(contract.collections.listCollections, {})
  assert.deepEqual(collections.map(({ name, documents }) => [name, documents]).sort(), [
    ['High', 4],
    ['Low', 3],
  ])
  const low = collections.find(({ name }) => name === 'Low')!
  assert.equal((await ours.client.call(contract.documents.listDocuments, { query: { collection: low.id } })).total, 3)
  assert.equal((await ours.client.call(contract.documents.listDocuments, { query: { q: 'note 5' } })).total, 1)
  assert.equal((await ours.client.call(contract.documents.listDocuments, { query: { q: '100%_' } })).total, 0)
  await assert.rejects(ours.client.call(contract.documents.listDocuments, { query: { cursor: 'nonsense' } }), {
    code: 'request/invalid',
  })
})

test('one bad file among good ones is named, and the good ones are taken', async () => {
  const { documents, rejected } = await upload({
    'good.txt': 'Good text here.',
    'empty.txt': '',
    'program.pdf': Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000 This program cannot be run in DOS mode.', 'latin1'),
  })
  assert.deepEqual(
    documents.map((one) => one.fileName),
    ['good.txt'],
  )
  assert.deepEqual(
    new Map(rejected.map((one) => [one.fileName, one.code])),
    new Map([
      ['empty.txt', 'document/empty'],
      ['program.pdf', 'document/unsupported-type'],
    ]),
  )
  await workspace.settle()
})

test('a file over the limit is refused with its limit, without being kept in memory', async () => {
  const small = await world.aWorkspace()
  const chunk = new Uint8Array(1_000_000).fill(97)
  const body = new Blob(Array.from({ length: 120 }, () => chunk))
  const { documents, rejected } = await small.client.upload([
    { name: 'huge.txt', content: body },
    { name: 'after.txt', content: new Blob(['It comes after the huge one.']) },
  ])
  assert.deepEqual(
    rejected.map((one) => one.code),
    ['document/too-large'],
  )
  assert.match(rejected[0]!.message, /100/)
  assert.deepEqual(
    documents.map((one) => one.fileName),
    ['after.txt'],
  )
  await small.settle()
})
