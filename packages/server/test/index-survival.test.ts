import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { checkIndex } from '#retrieval'
import { voidAllLeases } from '../src/platform/jobs/job-store.ts'
import { copyEmbeddedTemplate } from './embedded-template.ts'
import type { Moment } from './processes/end-at-statement.ts'
import { startProcess, type TestProcess } from './processes/index.ts'
import { makeDatabase } from './world.ts'

// The server is killed at named and at random moments of indexing. At each, before anything could mend it, the index must say what
// the passages say; and once the server runs again, every document that was accepted is ready, once.
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const dataDir = await mkdtemp(join(tmpdir(), 'brain-index-survival-'))
const made = await makeDatabase()
if (!made) await copyEmbeddedTemplate(dataDir)
const settings = {
  BRAIN_DATA_DIR: dataDir,
  BRAIN_PORT: '0',
  BRAIN_RATE_LIMIT: '0',
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
  ...(made ? { DATABASE_URL: made.url } : {}),
}
after(async () => {
  await made?.drop()
  await rm(dataDir, { recursive: true, force: true })
})

/** Documents whose import was answered with 202, by their number; what is being erased is in neither. */
const accepted = new Map<string, number>()
let number = 0

const named: Record<string, Moment> = {
  'the statistics know the passages, nothing else does': {
    statement: 'insert into retrieval_statistics',
    when: 'after',
    count: 2,
  },
  'the blocks are written, the passages are not': { statement: 'insert into retrieval_blocks', when: 'after', count: 2 },
  'the passages are written, the commit is not sent': { statement: 'insert into "passages"', when: 'before-commit', count: 2 },
  'a part of the passages is committed, nobody has heard of it': {
    statement: 'insert into "passages"',
    when: 'after-commit',
    count: 2,
  },
  'the document was about to become ready': { statement: 'insert into "document_texts"', when: 'after', count: 1 },
  'postings are being taken out of their blocks': {
    statement: 'update retrieval_blocks|delete from retrieval_blocks',
    when: 'after',
    count: 1,
  },
  'the passages of an old version are about to go': { statement: 'delete from "passages"', when: 'before', count: 1 },
}
const random = Array.from({ length: 4 }, () => randomInt(1, 250))

async function start(): Promise<{ server: TestProcess; client: Client }> {
  const server = startProcess('end-at-statement', JSON.stringify(settings))
  const url = await server.waitFor(/^http/)
  const { token } = await createClient({ baseUrl: url }).call(contract.auth.signIn, { body: owner })
  return { server, client: createClient({ baseUrl: url, token }) }
}

/** Long enough for several transactions; the same terms in an order of its own, so that documents meet them differently. */
function textOf(document: number, version: number): string {
  const words = ['pump', 'valve', 'harbour', 'lantern', 'ledger', 'orchard', 'quarry', 'saddle']
  const sections = Array.from({ length: 140 }, (_, part) => {
    const [word, team] = [words[(part * 3 + document) % words.length], words[(part + version) % words.length]]
    return `The ${word} ${document}x${part} of version ${version} belongs to the ${team} team. ${'It is oiled with care every week. '.repeat(28)}`
  })
  return sections.join('\n\n')
}

async function importDocument(client: Client, document: number, version: number): Promise<void> {
  const body = { title: `Manual ${document} v${version}`, text: textOf(document, version), source: `manual-${document}` }
  const { documents } = await client.call(contract.documents.importDocuments, { body })
  accepted.set(documents[0]!.id, document)
}

/** All that changes the index: a new document, a new version, a new title and an erasure, each of another document. */
async function keepBusy(client: Client): Promise<void> {
  const [renamed, replaced, erased] = [...accepted]
  await importDocument(client, number++, 1)
  if (replaced !== undefined) await importDocument(client, replaced[1], 2 + number)
  if (renamed !== undefined)
    await client.call(contract.documents.updateDocument, {
      params: { id: renamed[0] },
      body: { title: `Manual ${renamed[1]} renamed ${number}` },
    })
  if (erased !== undefined) {
    accepted.delete(erased[0])
    await client.call(contract.documents.deleteDocument, { params: { id: erased[0] }, query: { permanently: 'true' } })
  }
}

async function settle(client: Client): Promise<void> {
  for (;;) {
    const { total } = await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })
    if (total === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Looks at the database as the kill left it, and lets another process go on at once. */
async function inspect(): Promise<void> {
  await using database = await openDatabase({ url: made?.url, dataDir, maxConnections: 2, log: createLog('silent') })
  const [workspace] = await database.asSystem(async (db) =>
    (await db.query.selectFrom('workspaces').select('id').execute()).map(({ id }) => id),
  )
  assert.deepEqual(await database.transact(workspace!, checkIndex, { reader: 'product' }), [])
  await database.asSystem(voidAllLeases)
}

/** Every accepted document is there once and ready, with the passages it says, and nothing is left of what it was before. */
async function assertWhole(client: Client): Promise<void> {
  const { documents } = await client.call(contract.documents.listDocuments, { query: { limit: 200 } })
  const manuals = documents.map(({ title }) => /^Manual \d+/.exec(title)![0])
  assert.equal(new Set(manuals).size, manuals.length, manuals.join(', '))
  for (const { id, title, state, passages } of documents) {
    assert.equal(state, 'ready', title)
    const { total } = await client.call(contract.documents.listPassages, { params: { id }, query: { limit: 1 } })
    assert.equal(total, passages, title)
  }
  const ids = new Set(documents.map(({ id }) => id))
  for (const [id, document] of accepted) assert.ok(ids.has(id), `manual ${document}`)
}

/** @returns whether the moment came */
async function killAt(moment: Moment): Promise<boolean> {
  const { server, client } = await start()
  await settle(client)
  await assertWhole(client)
  server.say(JSON.stringify(moment))
  await server.waitFor(/^armed$/)
  // Whatever fails here, fails because the server is gone.
  const work = keepBusy(client)
    .then(() => settle(client))
    .then(
      () => 'settled',
      () => server.ended,
    )
  const how = await Promise.race([server.ended, work])
  await server.kill()
  await inspect()
  return how === 'SIGKILL'
}

test('documents to begin with are imported', async () => {
  const { server, client } = await start()
  for (let i = 0; i < 3; i++) await importDocument(client, number++, 1)
  await settle(client)
  await server.kill()
  await inspect()
})

for (const [name, moment] of Object.entries(named))
  test(`after a kill when ${name}, the index says what the passages say`, async () => {
    assert.ok(await killAt(moment), 'the moment never came')
  })

for (const [i, count] of random.entries())
  test(`after a kill at a random statement, the index says what the passages say (${i + 1}: the ${count}th)`, async () => {
    await killAt({ statement: '.', when: i % 2 === 0 ? 'before' : 'after', count })
  })

test('in the end every document that was accepted is ready, once', async () => {
  const { server, client } = await start()
  await settle(client)
  await assertWhole(client)
  await server.kill()
  await inspect()
})
