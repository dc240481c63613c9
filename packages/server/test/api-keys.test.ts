import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type ApiKeyView, contract, type Permission } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { addMember } from '../src/features/workspaces/workspace-store.ts'
import { requestRaw } from './raw-request.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { app } = world.server
const { keys, documents } = contract
const reading: Permission[] = ['documents.read']

type Maker = Pick<TestUser, 'client'>

async function makeKey(
  by: Maker,
  { slug }: TestWorkspace,
  scopes: Permission[] = reading,
  more: { expiresAt?: string; name?: string } = {},
): Promise<{ key: string; apiKey: ApiKeyView; client: TestUser['client'] }> {
  const made = await by.client.call(keys.createKey, { params: { slug }, body: { name: 'For a test', scopes, ...more } })
  return { ...made, client: createClient({ baseUrl: world.url, token: made.key }) }
}

const listKeys = async (by: Maker, { slug }: TestWorkspace, all = false) =>
  (await by.client.call(keys.listKeys, { params: { slug }, query: { all: String(all) } })).keys

const revoke = (by: Maker, { slug }: TestWorkspace, id: string) => by.client.call(keys.revokeKey, { params: { slug, id } })

/** What a token is told by a route that reads documents. */
const tryToRead = (token: string) => requestRaw(world.url, token, documents.listDocuments)

/** Sooner than a key is forgotten by itself, after a second: on PostgreSQL the word comes by another connection. */
async function untilRefused(token: string): Promise<void> {
  const giveUpAt = Date.now() + 900
  while ((await tryToRead(token)).status !== 401) {
    assert.ok(Date.now() < giveUpAt, 'the key still opens something')
    await delay(10)
  }
}

test('a key opens the workspace it was made in, without naming it, as far as its scopes reach', async () => {
  const workspace = await world.aWorkspace()
  const { key, apiKey, client } = await makeKey(workspace, workspace, ['documents.read', 'documents.write', 'answers.ask'])
  assert.match(key, /^brain_[0-9a-f]{32}_[0-9A-Za-z]{49}$/)
  assert.equal(key.startsWith(apiKey.prefix), true)
  assert.deepEqual(apiKey.scopes, ['documents.read', 'documents.write', 'answers.ask'])
  await client.call(documents.importDocuments, { body: { title: 'Leave', text: 'Everybody has thirty days of leave.' } })
  await workspace.settle()
  assert.equal((await client.call(documents.listDocuments, {})).total, 1)
  const answer = await client.call(contract.answers.askQuestion, { body: { question: 'How many days of leave are there?' } })
  assert.equal(answer.isAnswered, true)
  await assert.rejects(client.call(contract.retrieval.search, { query: { q: 'leave' } }), { code: 'auth/scope-missing' })
})

test('the key itself is told once: no list, no database and no log holds it', async () => {
  const workspace = await world.aWorkspace()
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  const ask = async () => {
    const reply = await fetch(`${world.url}${keys.createKey.path.replace('{slug}', workspace.slug)}`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${workspace.token}` },
      body: JSON.stringify({ name: 'Once', scopes: reading }),
    })
    assert.equal(reply.status, 201)
    return ((await reply.json()) as { key: string }).key
  }
  const made = [await ask(), await ask()]
  assert.notEqual(made[0], made[1], 'the reply is not kept for a repeated request')
  await tryToRead(made[0]!)
  const { rows } = await workspace.transact(async (db) => ({
    rows: [
      await db.query.selectFrom('api_keys').selectAll().execute(),
      await db.query.selectFrom('idempotency_keys').selectAll().execute(),
    ],
  }))
  const everything = [JSON.stringify(rows), JSON.stringify(await listKeys(workspace, workspace)), ...world.logLines].join('\n')
  for (const key of made) assert.equal(everything.includes(key.slice(-49, -6)), false)
})

test('nobody gives a key more than their role holds', async () => {
  const workspace = await world.aWorkspace()
  const viewer = await workspace.addMember('viewer')
  await assert.rejects(makeKey(viewer, workspace, ['documents.read', 'documents.write', 'members.write']), (error: never) => {
    const { code, details, message } = error as { code: string; details: { scopes: string[] }; message: string }
    assert.equal(code, 'auth/forbidden')
    assert.deepEqual(details.scopes, ['documents.write', 'members.write'])
    assert.match(message, /documents\.write, members\.write/)
    return true
  })
  await assert.rejects(makeKey(viewer, workspace, ['keys.write' as Permission]), { code: 'request/invalid' })
  assert.deepEqual(await listKeys(viewer, workspace), [])
})

test('a key loses what the role of its member loses, and has it again with the role', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  const { client } = await makeKey(member, workspace, ['documents.read', 'documents.write'])
  const write = () => client.call(documents.importDocuments, { body: { title: crypto.randomUUID(), text: crypto.randomUUID() } })
  const become = (role: 'viewer' | 'member') =>
    workspace.client.call(contract.members.updateMember, {
      params: { slug: workspace.slug, userId: member.userId },
      body: { role },
    })
  await write()
  await become('viewer')
  await assert.rejects(write(), { code: 'auth/forbidden' })
  await client.call(documents.listDocuments, {})
  await become('member')
  await write()
})

test('whatever is wrong with a key, the reply is the same', async () => {
  const workspace = await world.aWorkspace()
  const good = await makeKey(workspace, workspace)
  const revoked = await makeKey(workspace, workspace)
  await revoke(workspace, workspace, revoked.apiKey.id)
  const expired = await makeKey(workspace, workspace)
  await workspace.transact((db) =>
    db.query
      .updateTable('api_keys')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('id', '=', expired.apiKey.id)
      .execute(),
  )
  const other = await makeKey(workspace, await world.aWorkspace().then(() => workspace))
  const wrong = {
    revoked: revoked.key,
    expired: expired.key,
    'with one other letter': good.key.slice(0, -1) + (good.key.endsWith('x') ? 'y' : 'x'),
    'with the secret of another': `${good.key.slice(0, 39)}${other.key.slice(39)}`,
    'that nobody made': 'brain_00000000000000000000000000000000_0000000000000000000000000000000000000000000MIP6MO',
    short: 'brain_',
    long: `brain_${'x'.repeat(5_000)}`,
  }
  const expected = await requestRaw(world.url, undefined, documents.listDocuments)
  assert.equal(expected.status, 401)
  assert.equal((await tryToRead(good.key)).status, 200)
  for (const [what, key] of Object.entries(wrong)) assert.deepEqual(await tryToRead(key), expected, what)
})

test('a key with a right checksum and a wrong secret is refused', async () => {
  const { makeKey: makeText } = await import('../src/features/workspaces/keys/api-key.ts')
  const workspace = await world.aWorkspace()
  const { apiKey, key } = await makeKey(workspace, workspace)
  assert.equal((await tryToRead(makeText(apiKey.id).key)).status, 401)
  assert.equal((await tryToRead(makeText().key)).status, 401)
  assert.equal((await tryToRead(key)).status, 200)
})

test('a key is a bearer token only, and a wrong one never makes way for a session that came along', async () => {
  const workspace = await world.aWorkspace()
  const { key } = await makeKey(workspace, workspace)
  const path = `${world.url}${documents.listDocuments.path}`
  const statusOf = async (address: string, headers: Record<string, string>) => (await fetch(address, { headers })).status
  assert.equal(await statusOf(path, { authorization: `Bearer ${key}` }), 200)
  assert.equal(await statusOf(path, { cookie: `brain.session_token=${key}` }), 401)
  assert.equal(await statusOf(path, { cookie: `brain.session_token=${encodeURIComponent(key)}` }), 401)
  assert.equal(await statusOf(`${path}?key=${key}&access_token=${key}&token=${key}`, {}), 401)
  assert.equal(await statusOf(path, { 'x-api-key': key }), 401)

  const signIn = await fetch(`${world.url}${contract.auth.signIn.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: workspace.owner.email, password: 'correct horse battery' }),
  })
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  assert.equal(await statusOf(path, { cookie }), 200)
  assert.equal(await statusOf(path, { cookie, authorization: `Bearer ${key.slice(0, -1)}` }), 401)
})

test('a key opens no other workspace of its member, whichever way it is named', async () => {
  const [ours, other] = [await world.aWorkspace(), await world.aWorkspace()]
  await app.database.asSystem((db) =>
    addMember({ query: db.query, workspaceId: other.id }, app.now(), { userId: ours.owner.id, role: 'owner' }),
  )
  const { key, client } = await makeKey(
    { client: createClient({ baseUrl: world.url, token: ours.token, workspace: ours.slug }) },
    ours,
    ['documents.read', 'workspace.read', 'usage.read'],
  )
  const ask = async (slug: string) => {
    const reply = await fetch(`${world.url}${documents.listDocuments.path}`, {
      headers: { authorization: `Bearer ${key}`, 'x-workspace-slug': slug },
    })
    const { requestId: _, ...body } = (await reply.json()) as { requestId?: string }
    return { status: reply.status, body }
  }
  assert.equal((await ask(ours.slug)).status, 200)
  assert.equal((await ask(other.slug)).status, 404)
  assert.deepEqual(await ask(other.slug), await ask('there-is-none'))
  await assert.rejects(client.call(contract.workspaces.getWorkspace, { params: { slug: other.slug } }), {
    code: 'workspace/not-found',
  })
  await assert.rejects(client.call(contract.usage.getUsage, { params: { slug: other.slug } }), { code: 'workspace/not-found' })
  const me = await client.call(contract.auth.getMe)
  assert.deepEqual(
    me.workspaces.map(({ slug }) => slug),
    [ours.slug],
  )
  // What a browser remembers says nothing beside a key.
  const beside = await fetch(`${world.url}${documents.listDocuments.path}`, {
    headers: { authorization: `Bearer ${key}`, cookie: `workspace_slug=${other.slug}` },
  })
  assert.equal(beside.status, 200)
})

test('what a person does for themselves is not done with a key, and neither is what an operator does', async () => {
  const workspace = await world.aWorkspace()
  const { client, apiKey } = await makeKey(workspace, workspace, ['workspace.read', 'members.write', 'usage.read'])
  await app.database.asSystem((db) =>
    db.query.updateTable('users').set({ is_operator: true }).where('id', '=', workspace.owner.id).execute(),
  )
  const refused = { code: 'auth/keys-not-allowed' }
  const { slug } = workspace
  await assert.rejects(client.call(contract.auth.listSessions), refused)
  await assert.rejects(client.call(contract.auth.updateMe, { body: { name: 'Else' } }), refused)
  await assert.rejects(client.call(contract.workspaces.createWorkspace, { body: { name: 'More' } }), refused)
  await assert.rejects(client.call(keys.listKeys, { params: { slug } }), refused)
  await assert.rejects(client.call(keys.createKey, { params: { slug }, body: { name: 'More', scopes: reading } }), refused)
  await assert.rejects(client.call(keys.revokeKey, { params: { slug, id: apiKey.id } }), refused)
  await assert.rejects(client.call(contract.members.leaveWorkspace, { params: { slug } }), refused)
  await assert.rejects(client.call(contract.instance.listUsers), refused)
  await assert.rejects(client.call(contract.usage.setLimits, { params: { slug }, body: { own: {} } }), refused)
  assert.equal((await client.call(contract.auth.getMe)).user.email, workspace.owner.email)
})

test('a revoked key ends at once, revoking it again changes nothing, and the list shows it for thirty days', async () => {
  const workspace = await world.aWorkspace()
  const { key, apiKey } = await makeKey(workspace, workspace)
  assert.equal((await tryToRead(key)).status, 200)
  await revoke(workspace, workspace, apiKey.id)
  await untilRefused(key)
  const [first] = await listKeys(workspace, workspace)
  assert.ok(first?.revokedAt)
  await revoke(workspace, workspace, apiKey.id)
  assert.equal((await listKeys(workspace, workspace))[0]?.revokedAt, first.revokedAt)

  const age = (days: number) =>
    workspace.transact((db) =>
      db.query
        .updateTable('api_keys')
        .set({ revoked_at: new Date(Date.now() - days * 24 * 3600_000) })
        .where('id', '=', apiKey.id)
        .execute(),
    )
  await age(29)
  assert.equal((await listKeys(workspace, workspace)).length, 1)
  await age(31)
  assert.deepEqual(await listKeys(workspace, workspace), [])
})

test('everyone sees and revokes their own keys; owners and admins those of every member', async () => {
  const workspace = await world.aWorkspace()
  const [admin, member, viewer] = [
    await workspace.addMember('admin'),
    await workspace.addMember('member'),
    await workspace.addMember('viewer'),
  ]
  const ofMember = await makeKey(member, workspace)
  const ofViewer = await makeKey(viewer, workspace)
  assert.deepEqual(
    (await listKeys(member, workspace)).map(({ id }) => id),
    [ofMember.apiKey.id],
  )
  await assert.rejects(listKeys(member, workspace, true), { code: 'auth/forbidden' })
  assert.deepEqual(await listKeys(admin, workspace), [])
  const all = await listKeys(admin, workspace, true)
  assert.deepEqual(
    all.map(({ member }) => member.userId),
    [viewer.userId, member.userId],
  )

  await revoke(viewer, workspace, ofViewer.apiKey.id)
  await revoke(admin, workspace, ofMember.apiKey.id)
  assert.equal(
    (await listKeys(admin, workspace, true)).every(({ revokedAt }) => revokedAt !== null),
    true,
  )
})

test('the key of another member, or of another workspace, looks like one that does not exist', async () => {
  const [workspace, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const member = await workspace.addMember('member')
  const ofOwner = await makeKey(workspace, workspace)
  const ofTheirs = await makeKey(theirs, theirs)
  const attempt = (token: string, id: string) =>
    requestRaw(world.url, token, keys.revokeKey, { params: { slug: workspace.slug, id } })
  const absent = await attempt(member.token, crypto.randomUUID())
  assert.equal(absent.status, 404)
  assert.deepEqual(await attempt(member.token, ofOwner.apiKey.id), absent)
  assert.deepEqual(await attempt(workspace.token, ofTheirs.apiKey.id), absent)
  assert.equal((await tryToRead(ofOwner.key)).status, 200)
  assert.equal((await tryToRead(ofTheirs.key)).status, 200)
})

test('with the membership its keys end', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  const { key } = await makeKey(member, workspace)
  assert.equal((await tryToRead(key)).status, 200)
  const params = { slug: workspace.slug, userId: member.userId }
  await workspace.client.call(contract.members.removeMember, { params })
  assert.notEqual((await tryToRead(key)).status, 200)
  await delay(1_100) // past the second for which a key is remembered
  assert.equal((await tryToRead(key)).status, 401)
  assert.deepEqual(await listKeys(workspace, workspace, true), [])
})

test('the key of a suspended workspace reads and writes nothing, and can still be revoked', async () => {
  const workspace = await world.aWorkspace()
  const { key, client, apiKey } = await makeKey(workspace, workspace, ['documents.read', 'documents.write'])
  await app.database.asSystem((db) =>
    db.query.updateTable('workspaces').set({ status: 'suspended' }).where('id', '=', workspace.id).execute(),
  )
  assert.equal((await tryToRead(key)).status, 200)
  await assert.rejects(client.call(documents.importDocuments, { body: { title: 'a', text: 'b' } }), {
    code: 'workspace/suspended',
  })
  await assert.rejects(makeKey(workspace, workspace), { code: 'workspace/suspended' })
  await revoke(workspace, workspace, apiKey.id)
})

test('a key expires by itself, and cannot be made expired', async () => {
  const workspace = await world.aWorkspace()
  const soon = await makeKey(workspace, workspace, reading, { expiresAt: new Date(Date.now() + 400).toISOString() })
  assert.equal((await tryToRead(soon.key)).status, 200)
  await delay(400)
  assert.equal((await tryToRead(soon.key)).status, 401, 'also while it is remembered')
  const past = new Date(Date.now() - 1).toISOString()
  await assert.rejects(makeKey(workspace, workspace, reading, { expiresAt: past }), { code: 'request/invalid' })
})

test('a member has at most a hundred keys, however many they make at once; revoked ones do not count', async () => {
  const workspace = await world.aWorkspace()
  const { apiKey } = await makeKey(workspace, workspace)
  await workspace.transact((db) =>
    db.query
      .insertInto('api_keys')
      .values(
        Array.from({ length: 97 }, () => ({
          workspace_id: workspace.id,
          id: crypto.randomUUID(),
          user_id: workspace.owner.id,
          name: 'Filler',
          prefix: 'brain_00000000',
          secret_hash: Buffer.alloc(32),
          scopes: reading,
        })),
      )
      .execute(),
  )
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => makeKey(workspace, workspace)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 2)
  for (const result of results)
    if (result.status === 'rejected') assert.equal((result.reason as { code: string }).code, 'request/invalid')
  await revoke(workspace, workspace, apiKey.id)
  await makeKey(workspace, workspace)
})

test('the last use of a key is noted, at most once a minute', async () => {
  const workspace = await world.aWorkspace()
  const { key } = await makeKey(workspace, workspace)
  const lastUse = async () => (await listKeys(workspace, workspace))[0]!.lastUsedAt
  assert.equal(await lastUse(), null)
  await tryToRead(key)
  let noted = await lastUse()
  for (let i = 0; i < 20 && noted === null; i++) {
    await delay(25)
    noted = await lastUse()
  }
  assert.ok(noted)
  await delay(1_100) // past the second for which a key is remembered
  await tryToRead(key)
  await delay(100)
  assert.equal(await lastUse(), noted)
})

test('a name that the database cannot hold is refused as such', async () => {
  const workspace = await world.aWorkspace()
  await assert.rejects(makeKey(workspace, workspace, reading, { name: 'a\u0000b' }), { code: 'request/invalid' })
})
