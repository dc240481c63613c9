import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Reader, WorkspaceDb } from '#platform/database'
import { listReadableOrdinals, listReadablePassages } from '../src/features/retrieval/retrieval-store.ts'
import { startWorld } from './world.ts'

const world = await startWorld()
const workspace = await world.aWorkspace()
const member = await workspace.addMember('member')
const reader: Reader = { userId: member.userId, managesCollections: false }
const { database } = world.server.app
const documents = 2_000
const perDocument = 5
const ordinals = Array.from({ length: 50 }, (_, i) => 1 + i * 190)

// Half of the collections are closed, and the member reads one of these.
await database.transact(
  workspace.id,
  async (db) => {
    const run = (statement: RawBuilder<unknown>) => statement.execute(db.query)
    await run(sql`
      insert into collections (workspace_id, id, name, access)
      select ${workspace.id}, gen_random_uuid(), 'c' || i, case when i % 2 = 0 then 'members' else 'workspace' end
      from generate_series(1, 20) i`)
    await run(sql`
      insert into collection_members (workspace_id, collection_id, user_id)
      select ${workspace.id}, id, ${member.userId} from collections where workspace_id = ${workspace.id} and name = 'c2'`)
    await run(sql`
      insert into brain_documents (workspace_id, id, collection_id, title, state, indexed_version, content_hash, bytes)
      select ${workspace.id}, gen_random_uuid(), c.id, 'T', 'ready', 1, 'h' || i, 1
      from generate_series(1, ${documents}::int) i
      left join collections c on c.workspace_id = ${workspace.id} and c.name = 'c' || (1 + i % 21)`)
    await run(sql`
      insert into passages (workspace_id, id, document_id, collection_key, version, position, ordinal, heading_path, start_offset, end_offset, language, text)
      select ${workspace.id}, gen_random_uuid(), d.id, d.collection_key, 1, i, (row_number() over ())::int, '{}', 0, 10, 'en', repeat('text ', 40)
      from brain_documents d, generate_series(1, ${perDocument}::int) i where d.workspace_id = ${workspace.id}`)
  },
  { reader: 'product' },
)
await database.withoutLimit((client) => client.query('analyze collections, collection_members, brain_documents, passages'))

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Subplan Name'?: string
  readonly Plans?: readonly PlanNode[]
}

/** How the database carries out what a store asks, node by node. */
async function explain(work: (db: WorkspaceDb) => Promise<unknown>): Promise<{ rows: unknown[]; nodes: PlanNode[] }> {
  return database.transact(
    workspace.id,
    async (db) => {
      const asked: CompiledQuery[] = []
      const executor = db.query.getExecutor()
      const spying = {
        getExecutor: () => spying,
        adapter: executor.adapter,
        transformQuery: executor.transformQuery.bind(executor),
        compileQuery: executor.compileQuery.bind(executor),
        executeQuery: (compiled: CompiledQuery) => {
          asked.push(compiled)
          return executor.executeQuery(compiled)
        },
      }
      const rows = await work({ ...db, query: spying as unknown as WorkspaceDb['query'] })
      const [{ sql: text, parameters }] = asked as [CompiledQuery]
      const plan = await db.query.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters]),
      )
      return { rows: rows as unknown[], nodes: flatten(plan.rows[0]!['QUERY PLAN'][0].Plan) }
    },
    { reader },
  )
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]

function assertByKey(nodes: readonly PlanNode[]): void {
  const scanned = nodes.filter((node) => ['passages', 'brain_documents'].includes(node['Relation Name'] ?? ''))
  assert.ok(scanned.length >= 2)
  for (const node of scanned) {
    assert.match(node['Node Type'], /^(Index|Bitmap Heap|LockRows)/, JSON.stringify(node))
    assert.ok(node['Actual Rows'] * node['Actual Loops'] <= ordinals.length, JSON.stringify(node))
  }
  // Which collections are readable is found out once for a query, not for each row.
  const once = nodes.filter((node) => node['Subplan Name']?.startsWith('InitPlan'))
  assert.ok(once.length >= 1)
  for (const node of once) assert.ok(node['Actual Loops'] <= 1, JSON.stringify(node))
}

test('the passages of an answer are looked up by their ordinals, and their documents by key, whoever asks', async () => {
  const { rows, nodes } = await explain((db) => listReadablePassages(db, ordinals, {}))
  assert.ok(rows.length > 10 && rows.length < ordinals.length, `${rows.length} readable`)
  assertByKey(nodes)
})

test('which of some passages may be read is looked up by key as well', async () => {
  const { nodes } = await explain((db) => listReadableOrdinals(db, {}, ordinals))
  assertByKey(nodes)
})

test('what the stores show a member is what the row policies show a query that forgets to ask', async () => {
  const shown = await database.transact(workspace.id, (db) => listReadableOrdinals(db, {}), { reader })
  const forgetful = await database.transact(
    workspace.id,
    (db) => db.query.selectFrom('passages').select('ordinal').orderBy('ordinal').execute(),
    { reader },
  )
  assert.deepEqual(
    shown.sort((a, b) => a - b),
    forgetful.map(({ ordinal }) => ordinal),
  )
  // 10 open collections, 1 closed one and what is in none, of 21 places.
  assert.ok(Math.abs(shown.length / (documents * perDocument) - 12 / 21) < 0.01, `${shown.length} shown`)
})
