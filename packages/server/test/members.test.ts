import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, type Role } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { until } from './job-world.ts'
import { requestRaw } from './raw-request.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { members } = contract

const listOf = async (user: Pick<TestUser, 'client'>, { slug }: TestWorkspace) =>
  (await user.client.call(members.listMembers, { params: { slug } })).members

const setRole = (by: Pick<TestUser, 'client'>, { slug }: TestWorkspace, userId: string, role: Role) =>
  by.client.call(members.updateMember, { params: { slug, userId }, body: { role } })

const remove = (by: Pick<TestUser, 'client'>, { slug }: TestWorkspace, userId: string) =>
  by.client.call(members.removeMember, { params: { slug, userId } })

const leave = (by: Pick<TestUser, 'client'>, { slug }: TestWorkspace) =>
  by.client.call(members.leaveWorkspace, { params: { slug } })

async function usedSeats(workspace: TestWorkspace): Promise<number> {
  const rows = await workspace.transact((db) =>
    db.query
      .selectFrom('workspace_usage')
      .select('value')
      .where('workspace_id', '=', db.workspaceId)
      .where('metric', '=', 'users')
      .execute(),
  )
  return rows[0]!.value
}

const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok'

test('every member sees who belongs to the workspace, in which role, and which one they are', async () => {
  const workspace = await world.aWorkspace()
  const viewer = await workspace.addMember('viewer')
  const list = await listOf(viewer, workspace)
  assert.deepEqual(
    list.map(({ name, email, role, isYou }) => ({ name, email, role, isYou })),
    [
      { name: 'owner', email: workspace.owner.email, role: 'owner', isYou: false },
      { name: 'viewer', email: viewer.email, role: 'viewer', isYou: true },
    ],
  )
})

test('members and viewers change no roles and remove nobody', async () => {
  const workspace = await world.aWorkspace()
  const other = await workspace.addMember('viewer')
  for (const role of ['member', 'viewer'] as const) {
    const one = await workspace.addMember(role)
    await assert.rejects(setRole(one, workspace, other.userId, 'member'), { code: 'auth/forbidden' })
    await assert.rejects(setRole(one, workspace, one.userId, 'owner'), { code: 'auth/forbidden' })
    await assert.rejects(remove(one, workspace, other.userId), { code: 'auth/forbidden' })
    await assert.rejects(one.client.call(members.transferOwnership, { params: workspace, body: { userId: one.userId } }), {
      code: 'auth/forbidden',
    })
  }
})

test('an admin changes every role but that of an owner, and makes no owner', async () => {
  const workspace = await world.aWorkspace()
  const admin = await workspace.addMember('admin')
  const viewer = await workspace.addMember('viewer')
  assert.equal((await setRole(admin, workspace, viewer.userId, 'member')).role, 'member')
  assert.equal((await setRole(admin, workspace, viewer.userId, 'admin')).role, 'admin')
  await assert.rejects(setRole(admin, workspace, viewer.userId, 'owner'), { code: 'auth/forbidden' })
  await assert.rejects(setRole(admin, workspace, admin.userId, 'owner'), { code: 'auth/forbidden' })
  await assert.rejects(setRole(admin, workspace, workspace.owner.id, 'viewer'), { code: 'auth/forbidden' })
  await assert.rejects(remove(admin, workspace, workspace.owner.id), { code: 'auth/forbidden' })
  await assert.rejects(admin.client.call(members.transferOwnership, { params: workspace, body: { userId: admin.userId } }), {
    code: 'auth/forbidden',
  })
})

test('a new role counts with the next request', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('viewer')
  await assert.rejects(member.client.call(contract.collections.createCollection, { body: { name: 'Own' } }), {
    code: 'auth/forbidden',
  })
  await setRole(workspace, workspace, member.userId, 'member')
  await member.client.call(contract.collections.createCollection, { body: { name: 'Own' } })
  await setRole(workspace, workspace, member.userId, 'viewer')
  await assert.rejects(member.client.call(contract.collections.createCollection, { body: { name: 'More' } }), {
    code: 'auth/forbidden',
  })
})

test('an owner makes and unmakes owners, and the last one stays', async () => {
  const workspace = await world.aWorkspace()
  const second = await workspace.addMember('member')
  await assert.rejects(setRole(workspace, workspace, workspace.owner.id, 'admin'), { code: 'member/last-owner' })
  await assert.rejects(remove(workspace, workspace, workspace.owner.id), { code: 'member/last-owner' })
  await assert.rejects(leave(workspace, workspace), { code: 'member/last-owner' })
  assert.equal((await setRole(workspace, workspace, second.userId, 'owner')).role, 'owner')
  assert.equal((await setRole(second, workspace, workspace.owner.id, 'admin')).role, 'admin')
  await assert.rejects(leave(second, workspace), { code: 'member/last-owner' })
})

test('an API key changes roles where its scopes say so, but makes and removes no owner, whoever it belongs to', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  const { key } = await workspace.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'staff', scopes: ['members.read', 'members.write'] },
  })
  const byKey = { client: createClient({ baseUrl: world.url, token: key }) }
  assert.equal((await setRole(byKey, workspace, member.userId, 'viewer')).role, 'viewer')
  await assert.rejects(setRole(byKey, workspace, member.userId, 'owner'), { code: 'auth/forbidden' })
  await setRole(workspace, workspace, member.userId, 'owner')
  await assert.rejects(setRole(byKey, workspace, member.userId, 'viewer'), { code: 'auth/forbidden' })
  await assert.rejects(remove(byKey, workspace, member.userId), { code: 'auth/forbidden' })
  await assert.rejects(leave(byKey, workspace), { code: 'auth/keys-not-allowed' })
})

test('ownership is handed over in one step', async () => {
  const workspace = await world.aWorkspace()
  const heir = await workspace.addMember('viewer')
  const transfer = (userId: string) =>
    workspace.client.call(members.transferOwnership, { params: { slug: workspace.slug }, body: { userId } })
  await assert.rejects(transfer(workspace.owner.id), { code: 'request/invalid' })
  await assert.rejects(transfer(crypto.randomUUID()), { code: 'member/not-found' })
  await transfer(heir.userId)
  const roles = new Map((await listOf(heir, workspace)).map(({ userId, role }) => [userId, role]))
  assert.deepEqual([roles.get(heir.userId), roles.get(workspace.owner.id)], ['owner', 'admin'])
  await assert.rejects(transfer(workspace.owner.id), { code: 'auth/forbidden' })
})

test('two owners who unmake each other at the same moment leave one owner, fifty times', async () => {
  const workspace = await world.aWorkspace()
  const other = await workspace.addMember('owner')
  const people = [
    { client: workspace.client, userId: workspace.owner.id },
    { client: other.client, userId: other.userId },
  ] as const
  for (let round = 0; round < 50; round++) {
    const [first, second] = round % 2 === 0 ? people : ([people[1], people[0]] as const)
    const results = await Promise.allSettled([
      setRole(first, workspace, second.userId, 'admin'),
      setRole(second, workspace, first.userId, 'admin'),
    ])
    assert.deepEqual(results.map(codeOf).sort(), ['auth/forbidden', 'ok'], `round ${round}`)
    const owners = (await listOf(first, workspace)).filter(({ role }) => role === 'owner')
    assert.equal(owners.length, 1, `round ${round}`)
    const left = owners[0]!.userId === first.userId ? first : second
    await setRole(left, workspace, left === first ? second.userId : first.userId, 'owner')
  }
})

test('of two owners who step down at the same moment one is held back, fifty times', async () => {
  const workspace = await world.aWorkspace()
  const other = await workspace.addMember('owner')
  const people = [
    { client: workspace.client, userId: workspace.owner.id },
    { client: other.client, userId: other.userId },
  ] as const
  for (let round = 0; round < 50; round++) {
    const results = await Promise.allSettled(people.map((one) => setRole(one, workspace, one.userId, 'admin')))
    assert.deepEqual(results.map(codeOf).sort(), ['member/last-owner', 'ok'], `round ${round}`)
    const stayed = people[results.findIndex(({ status }) => status === 'rejected')]!
    for (const { userId } of people) await setRole(stayed, workspace, userId, 'owner')
  }
})

test('who was removed reaches nothing any more, from the next request on', async () => {
  const workspace = await world.aWorkspace()
  const admin = await workspace.addMember('admin')
  const { slug } = workspace
  await admin.client.call(contract.documents.listDocuments, {})
  await remove(workspace, workspace, admin.userId)
  for (const route of [contract.documents.listDocuments, contract.collections.listCollections])
    await assert.rejects(admin.client.call(route, {}), { code: 'workspace/not-found' })
  const foreign = await requestRaw(world.url, admin.token, members.listMembers, { params: { slug } })
  const absent = await requestRaw(world.url, admin.token, members.listMembers, { params: { slug: 'there-is-none' } })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign, absent)
  assert.deepEqual((await admin.client.call(contract.auth.getMe)).workspaces, [])
  assert.ok(!(await listOf(workspace, workspace)).some(({ userId }) => userId === admin.userId))
})

test('a membership ends with its API keys and its places in closed collections, and gives its seat back', async () => {
  const workspace = await world.aWorkspace()
  const [removed, gone] = [await workspace.addMember('member'), await workspace.addMember('member')]
  assert.equal(await usedSeats(workspace), 3)
  const collectionId = crypto.randomUUID()
  await workspace.transact(async (db) => {
    const { workspaceId: workspace_id } = db
    await db.query
      .insertInto('collections')
      .values({ workspace_id, id: collectionId, name: 'Closed', access: 'members' })
      .execute()
    for (const { userId: user_id } of [removed, gone]) {
      await db.query.insertInto('collection_members').values({ workspace_id, collection_id: collectionId, user_id }).execute()
      const secret_hash = Buffer.alloc(32, user_id)
      const key = { workspace_id, id: crypto.randomUUID(), user_id, name: 'k', prefix: 'brain_', secret_hash, scopes: [] }
      await db.query.insertInto('api_keys').values(key).execute()
    }
  })
  await remove(workspace, workspace, removed.userId)
  await leave(gone, workspace)
  assert.equal(await usedSeats(workspace), 1)
  const left = await workspace.transact(async (db) => ({
    keys: await db.query.selectFrom('api_keys').select('id').where('workspace_id', '=', db.workspaceId).execute(),
    places: await db.query
      .selectFrom('collection_members')
      .select('user_id')
      .where('workspace_id', '=', db.workspaceId)
      .execute(),
  }))
  assert.deepEqual(left, { keys: [], places: [] })
  await assert.rejects(gone.client.call(members.listMembers, { params: { slug: workspace.slug } }), {
    code: 'workspace/not-found',
  })
})

test('every process hears that a member is gone, so that what still runs for them ends', async () => {
  const workspace = await world.aWorkspace()
  const [removed, gone] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const heard: string[] = []
  await using _ = await world.server.app.database.listen('sessions_ended', (payload) => void heard.push(payload))
  await remove(workspace, workspace, removed.userId)
  await leave(gone, workspace)
  const expected = [removed, gone].map(({ userId }) => JSON.stringify({ userId }))
  await until(() => heard.length >= 2)
  assert.deepEqual(heard, expected)
})

test('a member of another workspace looks like nobody at all', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const calls = [
    { route: members.updateMember, body: { role: 'viewer' } },
    { route: members.removeMember, body: undefined },
  ]
  for (const { route, body } of calls) {
    const ask = (userId: string) =>
      requestRaw(world.url, ours.token, route, { params: { slug: ours.slug, userId }, ...(body && { body }) })
    assert.equal((await ask(theirs.owner.id)).status, 404)
    assert.deepEqual(await ask(theirs.owner.id), await ask(crypto.randomUUID()), route.path)
    assert.deepEqual(await ask(theirs.owner.id), await ask('nobody'), route.path)
  }
  const transfer = (userId: string) =>
    requestRaw(world.url, ours.token, members.transferOwnership, { params: { slug: ours.slug }, body: { userId } })
  assert.deepEqual(await transfer(theirs.owner.id), await transfer(crypto.randomUUID()))
  assert.equal((await listOf(theirs, theirs)).length, 1)
})

test('the members of others are not listed, and nobody is removed there', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const member = await theirs.addMember('member')
  await assert.rejects(listOf(ours, theirs), { code: 'workspace/not-found' })
  await assert.rejects(remove(ours, theirs, member.userId), { code: 'workspace/not-found' })
  await assert.rejects(setRole(ours, theirs, ours.owner.id, 'owner'), { code: 'workspace/not-found' })
  assert.equal((await listOf(theirs, theirs)).length, 2)
})

test('a suspended workspace can be left, and nothing else changes in it', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  await world.server.app.database.asSystem((db) =>
    db.query.updateTable('workspaces').set({ status: 'suspended' }).where('id', '=', workspace.id).execute(),
  )
  await assert.rejects(setRole(workspace, workspace, member.userId, 'viewer'), { code: 'workspace/suspended' })
  await assert.rejects(remove(workspace, workspace, member.userId), { code: 'workspace/suspended' })
  assert.equal((await listOf(member, workspace)).length, 2)
  await leave(member, workspace)
  assert.equal((await listOf(workspace, workspace)).length, 1)
})

test('twenty removals of the same member at once give one seat back', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => remove(workspace, workspace, member.userId)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.ok(results.map(codeOf).every((code) => ['ok', 'member/not-found'].includes(code)))
  assert.equal(await usedSeats(workspace), 1)
})
