import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { sql } from 'kysely'
import { startWorld, type TestWorkspace } from './world.ts'

const world = await startWorld()
const ours = await world.aWorkspace()
const theirs = await world.aWorkspace()

/** Tables that belong to the installation and not to a workspace. */
const global = [
  'users',
  'sessions',
  'accounts',
  'verifications',
  'two_factors',
  'sign_in_attempts',
  'mails',
  'instance_settings',
  'schema_migrations',
]

test('every table with a workspace has forced row security and a policy for it; the others are named', async () => {
  const { rows } = await world.server.app.database.pool.query<{
    name: string
    enabled: boolean
    forced: boolean
    tenant: boolean
    keyed: boolean
  }>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select from pg_policy p where p.polrelid = c.oid and 'brain_app'::regrole = any (p.polroles)
        and pg_get_expr(p.polqual, p.polrelid) like '%current_workspace_id()%'
        and pg_get_expr(p.polwithcheck, p.polrelid) like '%current_workspace_id()%') as tenant,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('workspace_id', 'id') and a.attnotnull) as keyed
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`)
  const tenantTables = rows.filter((table) => !global.includes(table.name))
  assert.ok(tenantTables.length >= 10, `${tenantTables.length} tables`)
  for (const table of tenantTables)
    assert.deepEqual({ ...table, name: '' }, { name: '', enabled: true, forced: true, tenant: true, keyed: true }, table.name)
})

test('the keys of every table begin with the workspace', async () => {
  const { rows } = await world.server.app.database.pool.query<{ name: string; first: string }>(`
    select c.relname as name, a.attname as first from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indisprimary and c.relnamespace = 'public'::regnamespace`)
  for (const { name, first } of rows) if (![...global, 'workspaces'].includes(name)) assert.equal(first, 'workspace_id', name)
})

test('the two roles own nothing and bypass nothing', async () => {
  const { rows } = await world.server.app.database.pool.query(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole from pg_roles where rolname in ('brain_app', 'brain_system')`,
  )
  assert.equal(rows.length, 2)
  for (const role of rows)
    assert.deepEqual([role.rolsuper, role.rolbypassrls, role.rolcanlogin, role.rolcreaterole], [false, false, false, false])
})

test('one workspace never sees another, even when a query forgets to ask', async () => {
  await ours.import({ title: 'Leave policy', text: 'Thirty days of leave.' })
  const forgetful = (db: Parameters<Parameters<TestWorkspace['transact']>[0]>[0]) =>
    db.query.selectFrom('passages').select('text').execute()
  assert.equal((await ours.transact(forgetful)).length, 1)
  assert.deepEqual(await theirs.transact(forgetful), [])
})

test('a row cannot be written into another workspace', async () => {
  const collection = { id: crypto.randomUUID(), workspace_id: theirs.id, name: 'Foreign' }
  await assert.rejects(
    ours.transact((db) => db.query.insertInto('collections').values(collection).execute()),
    /row-level security/,
  )
})

test('without a workspace a transaction sees no rows, and no error', async () => {
  const count = await world.server.app.database.asSystem(async (db) => {
    await sql`select set_config('role', 'brain_app', true)`.execute(db.query)
    return db.query.selectFrom('passages').select('id').execute()
  })
  assert.deepEqual(count, [])
})

test('foreign documents look like absent ones on every route', async () => {
  const document = await theirs.import({ title: 'Secret of theirs', text: 'The canary zyzzyva sings at noon.' })
  const { hits } = await theirs.client.call(contract.retrieval.search, { query: { q: 'zyzzyva' } })
  assert.equal(hits.length, 1)
  const forDocuments = [
    contract.documents.getDocument,
    contract.documents.getContent,
    contract.documents.getOriginal,
    contract.documents.listPassages,
    contract.documents.listVersions,
    contract.documents.retryDocument,
    contract.documents.cancelDocument,
    contract.documents.deleteDocument,
    contract.documents.restoreDocument,
  ]
  for (const route of forDocuments) {
    const foreign = await request(route.method, route.path.replace('{id}', document.id))
    const absent = await request(route.method, route.path.replace('{id}', crypto.randomUUID()))
    assert.equal(foreign.status, 404, route.path)
    assert.deepEqual(foreign, absent, route.path)
  }
  const answer = await ours.client.call(contract.answers.askQuestion, {
    body: { question: 'When does the canary zyzzyva sing?' },
  })
  assert.equal(answer.isAnswered, false)
  assert.doesNotMatch(JSON.stringify({ ...answer, question: '' }), /zyzzyva/)
  const search = await ours.client.call(contract.retrieval.search, { query: { q: 'canary zyzzyva noon' } })
  assert.doesNotMatch(JSON.stringify(search), /zyzzyva/)
})

async function request(method: string, path: string): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(world.url + path, { method, headers: { authorization: `Bearer ${ours.token}` } })
  const { requestId: _, details: __, ...body } = (await reply.json()) as { requestId: string; details: unknown }
  return { status: reply.status, body }
}

test('naming the workspace of others is as good as naming none that exists', async () => {
  const call = async (slug: string) => {
    const reply = await fetch(`${world.url}/api/brain/documents`, {
      headers: { authorization: `Bearer ${ours.token}`, 'x-workspace-slug': slug },
    })
    const { requestId: _, ...body } = (await reply.json()) as { requestId: string }
    return { status: reply.status, body }
  }
  assert.equal((await call(theirs.slug)).status, 404)
  assert.deepEqual(await call(theirs.slug), await call('there-is-none'))
})

test('a viewer reads and asks, and changes nothing', async () => {
  const viewer = await ours.addMember('viewer')
  assert.ok((await viewer.client.call(contract.documents.listDocuments, {})).total > 0)
  await assert.rejects(viewer.client.call(contract.documents.importDocuments, { body: { title: 'a', text: 'b' } }), {
    code: 'auth/forbidden',
  })
  await assert.rejects(viewer.client.call(contract.collections.createCollection, { body: { name: 'a' } }), {
    code: 'auth/forbidden',
  })
})
