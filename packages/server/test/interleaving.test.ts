import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { sql } from 'kysely'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

// Many workspaces over very few connections (over a single one on the embedded database), so that whatever one request leaves
// behind on a connection would show in the next.
const world = await startWorld({ DATABASE_MAX_CONNECTIONS: '3' })
const { app } = world.server
const workspaceCount = 20
const requestCount = 1000
const parallel = 24

interface Tenant {
  readonly workspace: TestWorkspace
  /** May read the closed collection; the owner may not. */
  readonly reader: TestUser
  readonly open: { id: string; canary: string }
  readonly closed: { id: string; canary: string }
}

const tenants: Tenant[] = []

before(async () => {
  for (let number = 0; number < workspaceCount; number++) tenants.push(await makeTenant(number))
})

/** Letters only, so that a search finds it; none is a part of another. */
const canary = (number: number, kind: 'open' | 'shut') => `zyx${kind}${String.fromCharCode(97 + number)}canary`

async function makeTenant(number: number): Promise<Tenant> {
  const workspace = await world.aWorkspace()
  const reader = await workspace.addMember('member')
  const body = { name: 'Board', access: 'members' as const }
  const { id: collection } = await reader.client.call(contract.collections.createCollection, { body })
  const store = async (client: TestUser['client'], word: string, collection?: string) => {
    const text = `The harbour master of ${word} opens the gate at nine.`
    const { documents } = await client.call(contract.documents.importDocuments, {
      body: { title: `Harbour ${word}`, text, ...(collection && { collection }) },
    })
    await workspace.settle()
    return { id: documents[0]!.id, canary: word }
  }
  const open = await store(workspace.client, canary(number, 'open'))
  const closed = await store(reader.client, canary(number, 'shut'), collection)
  return { workspace, reader, open, closed }
}

/** Numbers that are the same in each run. */
let state = 11
const random = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

type Ask = (mine: Tenant, other: Tenant) => Promise<unknown>

const question = 'When does the harbour master open the gate?'

/** Each gives what came back, to be searched for words of others; a refusal counts as well. */
const byOwner: Record<string, Ask> = {
  list: ({ workspace }) => workspace.client.call(contract.documents.listDocuments),
  search: ({ workspace }) => workspace.client.call(contract.retrieval.search, { query: { q: 'harbour master gate' } }),
  ask: ({ workspace }) => workspace.client.call(contract.answers.askQuestion, { body: { question } }),
  read: ({ workspace, open }) => workspace.client.call(contract.documents.getContent, { params: { id: open.id } }),
  stream: ({ workspace }) => Array.fromAsync(workspace.client.stream(contract.answers.askQuestion, { body: { question } })),
  'read what is closed to them': ({ workspace, closed }) =>
    workspace.client.call(contract.documents.getContent, { params: { id: closed.id } }),
  'read what is foreign': ({ workspace }, other) =>
    workspace.client.call(contract.documents.getContent, { params: { id: other.open.id } }),
  'be malformed': ({ workspace }) => workspace.client.call(contract.documents.getContent, { params: { id: 'no id at all' } }),
  'leave before the reply': ({ workspace }) =>
    workspace.client.call(contract.answers.askQuestion, { body: { question }, signal: AbortSignal.timeout(1 + random(12)) }),
  'break off a transaction': ({ workspace }) =>
    app.database.transact(workspace.id, async (db) => {
      await db.query.selectFrom('passages').select('id').execute()
      throw new Error('on purpose')
    }),
  'send wrong SQL': ({ workspace }) => app.database.transact(workspace.id, (db) => sql`select nothing at all`.execute(db.query)),
  'forget the predicate': ({ workspace }) =>
    app.database.transact(workspace.id, (db) => db.query.selectFrom('passages').select('text').execute()),
}

const byReader: Record<string, Ask> = {
  search: ({ reader }) => reader.client.call(contract.retrieval.search, { query: { q: 'harbour master gate' } }),
  read: ({ reader, closed }) => reader.client.call(contract.documents.getContent, { params: { id: closed.id } }),
  list: ({ reader }) => reader.client.call(contract.documents.listDocuments),
}

test(`${requestCount} requests of ${workspaceCount} workspaces over few connections bring back only their own`, async () => {
  const everyWord = tenants.flatMap(({ open, closed }) => [open.canary, closed.canary])
  const seen = { good: 0, refused: 0, closed: 0 }
  const leaks: string[] = []

  const one = async (): Promise<void> => {
    const [mine, other] = [tenants[random(workspaceCount)]!, tenants[random(workspaceCount)]!]
    if (mine === other) return one()
    const isReader = random(3) === 0
    const [name, ask] = pick(isReader ? byReader : byOwner)
    const text = await ask(mine, other).then(
      (reply) => JSON.stringify(reply) ?? '',
      (error: Error) => `refused: ${JSON.stringify({ ...error, message: error.message })}`,
    )
    seen[text.startsWith('refused') ? 'refused' : 'good']++
    if (text.includes(mine.closed.canary)) seen.closed++
    const allowed = isReader ? [mine.open.canary, mine.closed.canary] : [mine.open.canary]
    for (const word of everyWord) if (text.includes(word) && !allowed.includes(word)) leaks.push(`${name}: ${word}`)
  }

  let started = 0
  const worker = async () => {
    while (started++ < requestCount) await one()
  }
  await Promise.all(Array.from({ length: parallel }, worker))

  assert.deepEqual(leaks, [])
  assert.ok(seen.good > requestCount / 2, `only ${seen.good} good replies`)
  assert.ok(seen.refused > requestCount / 10, `only ${seen.refused} refusals in between`)
  assert.ok(seen.closed > requestCount / 10, `closed collections were read only ${seen.closed} times`)
})

test('afterwards every connection is back in the pool and belongs to nobody', async () => {
  const { database } = app
  const clients = await Promise.all(Array.from({ length: database.engine === 'embedded' ? 1 : 3 }, () => database.connect()))
  for (const client of clients) {
    const { rows } = await client.query(
      `select current_user = session_user as "isOwner", coalesce(current_setting('app.current_workspace_id', true), '') as workspace,
         coalesce(current_setting('app.current_reader', true), '') as reader, coalesce(current_setting('app.manages_collections', true), '') as manages`,
    )
    assert.deepEqual(rows, [{ isOwner: true, workspace: '', reader: '', manages: '' }])
    client.release()
  }
})

function pick<T>(from: Record<string, T>): [string, T] {
  const all = Object.entries(from)
  return all[random(all.length)]!
}
