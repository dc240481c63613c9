import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { checkIndex } from '#retrieval'
import { copyEmbeddedTemplate } from './embedded-template.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { makeDatabase } from './world.ts'

// Several people import into one workspace at once: on PostgreSQL through two processes, on the embedded database through its one.
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const dataDir = await mkdtemp(join(tmpdir(), 'brain-parallel-imports-'))
const made = await makeDatabase()
if (!made) await copyEmbeddedTemplate(dataDir)
const env = {
  BRAIN_DATA_DIR: dataDir,
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
  ...(made ? { DATABASE_URL: made.url } : {}),
}
const servers: ServerProcess[] = [await startServerProcess(env)]
if (made) servers.push(await startServerProcess(env))
after(async () => {
  for (const server of servers) await server.end('SIGKILL')
  await made?.drop()
  await rm(dataDir, { recursive: true, force: true })
})

const writers = 4
const documentsPerWriter = 12
const words = [
  'anchor',
  'beacon',
  'compass',
  'dinghy',
  'ensign',
  'funnel',
  'gangway',
  'halyard',
  'isthmus',
  'jetty',
  'keel',
  'ladder',
]

/** Shares its terms with every other, in an order of its own: what two of them lock, they meet in different order. */
function textOf(writer: number, document: number, version: number): string {
  const turned = words.map((_, i) => words[(i * (writer % 2 === 0 ? 5 : 7) + document) % words.length]!)
  const sections = turned.map(
    (word, i) => `The ${word} of writer ${writer} is number${writer}x${document}x${i}. ${turned.join(' ')}.`,
  )
  return `Version ${version}.\n\n${sections.join('\n\n')}\n\nOnly here: unique${writer}word${document}.`
}

async function signIn({ url }: ServerProcess): Promise<Client> {
  const { token } = await createClient({ baseUrl: url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: url, token })
}

/** Imports, replaces, renames and erases in turn, without waiting for what was imported to be read. */
async function write(client: Client, writer: number, kept: Map<string, string>): Promise<void> {
  for (let document = 0; document < documentsPerWriter; document++) {
    const save = async (version: number) => {
      const { documents } = await client.call(contract.documents.importDocuments, {
        body: {
          title: `Log ${writer}.${document}`,
          text: textOf(writer, document, version),
          source: `log-${writer}-${document}`,
        },
      })
      return documents[0]!.id
    }
    const id = await save(1)
    if (document % 3 === 1) await save(2)
    if (document % 4 === 2)
      await client.call(contract.documents.updateDocument, { params: { id }, body: { title: `Renamed ${writer}.${document}` } })
    if (document % 5 === 3)
      await client.call(contract.documents.deleteDocument, { params: { id }, query: { permanently: 'true' } })
    else kept.set(id, `unique${writer}word${document}`)
  }
}

test('imports, replacements, new titles and erasures at the same time lose nothing and wait for each other without end nowhere', async () => {
  const clients = await Promise.all(servers.map(signIn))
  const kept = new Map<string, string>()
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(clients[writer % clients.length]!, writer, kept)))
  const client = clients[0]!
  for (;;) {
    const { total } = await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })
    if (total === 0) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { documents } = await client.call(contract.documents.listDocuments, { query: { limit: 200 } })
  assert.deepEqual(new Set(documents.map(({ id }) => id)), new Set(kept.keys()))
  assert.deepEqual(new Set(documents.map(({ state }) => state)), new Set(['ready']))
  for (const [id, word] of kept) {
    const { hits } = await client.call(contract.retrieval.search, { query: { q: word, limit: 1 } })
    assert.equal(hits[0]?.documentId, id, word)
  }

  for (const server of servers) await server.end('SIGTERM')
  await using database = await openDatabase({ url: made?.url, dataDir, maxConnections: 2, log: createLog('silent') })
  const workspaces = await database.asSystem((db) => db.query.selectFrom('workspaces').select('id').execute())
  for (const { id } of workspaces) assert.deepEqual(await database.transact(id, checkIndex, { reader: 'product' }), [])
  if (!made) return
  const { rows } = await database.pool.query('select deadlocks::int from pg_stat_database where datname = current_database()')
  assert.deepEqual(rows, [{ deadlocks: 0 }])
})
