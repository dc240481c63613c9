import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { requestRaw } from './raw-request.ts'
import { startWorld, type TestUser } from './world.ts'

const world = await startWorld({ BRAIN_DEFAULT_PLAN: 'pro' })
const open = await startWorld({ BRAIN_WORKSPACE_CREATION: 'everyone' })
const { workspaces } = contract
const operator = await world.aUser({ isOperator: true })

const create = (
  user: Pick<TestUser, 'client'>,
  body: { name: string; slug?: string; timeZone?: string; language?: 'en' | 'de' },
) => user.client.call(workspaces.createWorkspace, { body })

const setStatus = (id: string, status: 'active' | 'suspended' | 'cancelled') =>
  world.server.app.database.asSystem((db) => db.query.updateTable('workspaces').set({ status }).where('id', '=', id).execute())

test('an operator makes a workspace, owns it, and it begins on the plan of the installation', async () => {
  const made = await create(operator, { name: 'Müller & Söhne', language: 'de', timeZone: 'europe/berlin' })
  const { id: _, createdAt: __, ...view } = made
  assert.deepEqual(view, {
    slug: 'mueller-soehne',
    name: 'Müller & Söhne',
    role: 'owner',
    status: 'active',
    plan: 'pro',
    language: 'de',
    timeZone: 'Europe/Berlin',
  })
  const me = await operator.client.call(contract.auth.getMe)
  assert.ok(me.workspaces.some(({ slug }) => slug === 'mueller-soehne'))
  const { members } = await operator.client.call(contract.members.listMembers, { params: { slug: 'mueller-soehne' } })
  assert.deepEqual(
    members.map(({ role, isYou }) => [role, isYou]),
    [['owner', true]],
  )
})

test('whoever runs nothing makes no workspace, unless everyone may', async () => {
  const somebody = await world.aUser()
  await assert.rejects(create(somebody, { name: 'Mine' }), { code: 'workspace/creation-closed' })
  await assert.rejects(create(await world.aWorkspace(), { name: 'Mine' }), { code: 'workspace/creation-closed' })
  const free = await open.aUser()
  const made = await create(free, { name: 'Mine' })
  assert.deepEqual([made.role, made.plan], ['owner', 'enterprise'])
})

test('workspaces of the same name get numbers, and an address that was asked for is given or refused', async () => {
  const slugs = []
  for (let round = 0; round < 3; round++) slugs.push((await create(operator, { name: 'Twins' })).slug)
  assert.deepEqual(slugs, ['twins', 'twins-2', 'twins-3'])
  assert.equal((await create(operator, { name: 'Twins', slug: 'twins-5' })).slug, 'twins-5')
  await assert.rejects(create(operator, { name: 'Other', slug: 'twins' }), { code: 'workspace/slug-taken' })
  const together = await Promise.all(Array.from({ length: 8 }, () => create(operator, { name: 'At once' })))
  assert.equal(new Set(together.map(({ slug }) => slug)).size, 8)
})

test('a time zone that is none is refused with a sentence', async () => {
  for (const timeZone of ['Mars/Olympus', '+01:00', 'Berlin']) {
    const { status, body } = await requestRaw(world.url, operator.token, workspaces.createWorkspace, {
      body: { name: 'Zone', timeZone },
    })
    assert.equal(status, 400)
    assert.match((body as { detail: string }).detail, /There is no time zone/)
  }
  const me = await operator.client.call(contract.auth.getMe)
  assert.ok(!me.workspaces.some(({ name }) => name === 'Zone'))
})

test('every member reads the settings, owners and admins change them', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  const admin = await workspace.addMember('admin')
  const change = (by: Pick<TestUser, 'client'>, body: Parameters<typeof update>[1]) => update(by, body, slug)
  for (const role of ['viewer', 'member'] as const) {
    const one = await workspace.addMember(role)
    assert.equal((await one.client.call(workspaces.getWorkspace, { params: { slug } })).role, role)
    await assert.rejects(change(one, { name: 'Theirs' }), { code: 'auth/forbidden' })
  }
  const changed = await change(admin, {
    name: 'Renamed',
    language: 'de',
    timeZone: 'America/New_York',
    joinDomains: ['Example.com', 'example.com ', 'sub.example.org'],
    joinRole: 'viewer',
  })
  const { joinDomains, joinRole, name, language, timeZone, role } = changed
  assert.deepEqual(
    { joinDomains, joinRole, name, language, timeZone, role },
    {
      joinDomains: ['example.com', 'sub.example.org'],
      joinRole: 'viewer',
      name: 'Renamed',
      language: 'de',
      timeZone: 'America/New_York',
      role: 'admin',
    },
  )
  assert.deepEqual(await change(workspace, { name: 'Again' }), { ...changed, name: 'Again', role: 'owner' })
  await assert.rejects(change(admin, { timeZone: 'Nowhere/City' }), { code: 'request/invalid' })
  await assert.rejects(change(admin, { joinDomains: ['no domain'] }), { code: 'request/invalid' })
  const kept = await workspace.client.call(workspaces.getWorkspace, { params: { slug } })
  assert.deepEqual(kept, { ...changed, name: 'Again', role: 'owner' })
})

const update = (
  by: Pick<TestUser, 'client'>,
  body: {
    name?: string
    slug?: string
    language?: 'en' | 'de'
    timeZone?: string
    joinDomains?: string[]
    joinRole?: 'admin' | 'member' | 'viewer'
  },
  slug: string,
) => by.client.call(workspaces.updateWorkspace, { params: { slug }, body })

test('only owners let people join as admin by themselves', async () => {
  const workspace = await world.aWorkspace()
  const admin = await workspace.addMember('admin')
  await assert.rejects(update(admin, { joinRole: 'admin' }, workspace.slug), { code: 'auth/forbidden' })
  assert.equal((await update(workspace, { joinRole: 'admin' }, workspace.slug)).joinRole, 'admin')
  const kept = await update(admin, { joinRole: 'admin', name: 'Kept' }, workspace.slug)
  assert.deepEqual([kept.joinRole, kept.name], ['admin', 'Kept'])
})

test('a workspace moves to a free address, and not to one of others', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  await assert.rejects(update(ours, { slug: theirs.slug }, ours.slug), { code: 'workspace/slug-taken' })
  const moved = `moved-${ours.slug}`
  assert.equal((await update(ours, { slug: moved }, ours.slug)).slug, moved)
  await assert.rejects(ours.client.call(workspaces.getWorkspace, { params: { slug: ours.slug } }), {
    code: 'workspace/not-found',
  })
  assert.equal((await ours.client.call(workspaces.getWorkspace, { params: { slug: moved } })).id, ours.id)
  assert.equal((await update(ours, { slug: moved }, moved)).slug, moved)
})

test('the settings of others look as if there were none', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  for (const [route, body] of [
    [workspaces.getWorkspace, undefined],
    [workspaces.updateWorkspace, { name: 'Ours' }],
  ] as const) {
    const ask = (slug: string) => requestRaw(world.url, ours.token, route, { params: { slug }, ...(body && { body }) })
    assert.equal((await ask(theirs.slug)).status, 404)
    assert.deepEqual(await ask(theirs.slug), await ask('there-is-none'))
  }
  assert.equal((await theirs.client.call(workspaces.getWorkspace, { params: { slug: theirs.slug } })).name, theirs.slug)
})

test('an owner who repeats the address closes the workspace, and nobody reaches it any more', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  const member = await workspace.addMember('admin')
  const close = (by: Pick<TestUser, 'client'>, confirm: string) =>
    by.client.call(workspaces.closeWorkspace, { params: { slug }, query: { confirm } })
  await assert.rejects(close(member, slug), { code: 'auth/forbidden' })
  await assert.rejects(close(workspace, 'something else'), { code: 'workspace/not-confirmed' })
  await close(workspace, slug)
  for (const one of [workspace, member]) {
    await assert.rejects(one.client.call(contract.documents.listDocuments, {}), { code: 'workspace/not-found' })
    assert.deepEqual((await one.client.call(contract.auth.getMe)).workspaces, [])
  }
  await assert.rejects(close(workspace, slug), { code: 'workspace/not-found' })
  await setStatus(workspace.id, 'active')
  assert.equal((await member.client.call(workspaces.getWorkspace, { params: { slug } })).status, 'active')
})

test('a suspended workspace shows its settings and keeps them', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  await setStatus(workspace.id, 'suspended')
  const { workspaces: mine } = await workspace.client.call(workspaces.listWorkspaces)
  assert.deepEqual(
    mine.map(({ status, role, plan }) => ({ status, role, plan })),
    [{ status: 'suspended', role: 'owner', plan: 'enterprise' }],
  )
  await assert.rejects(update(workspace, { name: 'New' }, slug), { code: 'workspace/suspended' })
  await assert.rejects(workspace.client.call(workspaces.closeWorkspace, { params: { slug }, query: { confirm: slug } }), {
    code: 'workspace/suspended',
  })
})

test('an installation that is set up begins with the default plan', async () => {
  const owned = await startWorld({
    BRAIN_DEFAULT_PLAN: 'free',
    BRAIN_OWNER_EMAIL: 'owner@example.com',
    BRAIN_OWNER_PASSWORD: 'correct horse battery',
    BRAIN_WORKSPACE: 'first',
  })
  const { rows } = await owned.server.app.database.asSystem(async (db) => ({
    rows: await db.query.selectFrom('workspaces').select(['slug', 'plan']).execute(),
  }))
  assert.deepEqual(rows, [{ slug: 'first', plan: 'free' }])
})
