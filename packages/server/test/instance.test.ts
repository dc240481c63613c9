import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type InstanceUser, type InstanceWorkspace } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { requestRaw } from './raw-request.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { app } = world.server
const { instance } = contract
const operator = await world.aUser({ isOperator: true })

const change = (
  by: Pick<TestUser, 'client'>,
  id: string,
  body: { isOperator?: boolean; isDisabled?: boolean; hasSecondFactor?: false },
) => by.client.call(instance.changeUser, { params: { id }, body })

const changeWorkspace = (
  { slug }: { slug: string },
  body: { plan?: 'free' | 'pro' | 'enterprise'; status?: InstanceWorkspace['status'] },
) => operator.client.call(instance.changeWorkspace, { params: { slug }, body })

async function everyWorkspace(q?: string): Promise<InstanceWorkspace[]> {
  const found: InstanceWorkspace[] = []
  let cursor: string | undefined
  do {
    const page = await operator.client.call(instance.listAllWorkspaces, {
      query: { limit: 2, ...(q && { q }), ...(cursor && { cursor }) },
    })
    assert.ok(page.workspaces.length <= 2)
    found.push(...page.workspaces)
    cursor = page.nextCursor ?? undefined
    if (!cursor) assert.equal(page.total, found.length)
  } while (cursor)
  return found
}

async function findUser(q: string): Promise<InstanceUser> {
  const { users } = await operator.client.call(instance.listUsers, { query: { q } })
  assert.equal(users.length, 1)
  return users[0]!
}

/** Makes the operators of this world the ones given, and no one else. */
async function makeOnlyOperators(...users: Pick<TestUser, 'userId'>[]): Promise<void> {
  await app.database.asSystem(async (db) => {
    await db.query.updateTable('users').set({ is_operator: false }).execute()
    await db.query
      .updateTable('users')
      .set({ is_operator: true })
      .where(
        'id',
        'in',
        users.map(({ userId }) => userId),
      )
      .execute()
  })
  await delay(1_100) // past the second for which sessions are remembered
}

test('an operator sees every workspace with its owners and its size, page by page, and nothing that is in it', async () => {
  const workspaces: TestWorkspace[] = []
  for (let i = 0; i < 5; i++) workspaces.push(await world.aWorkspace())
  const [first] = workspaces as [TestWorkspace]
  await first.import({ title: 'Canary title', text: 'The canary zyzzyva sings.' })
  await first.client.call(contract.answers.askQuestion, { body: { question: 'When does the zyzzyva sing?' } })
  const found = await everyWorkspace()
  const ids = found.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length, 'no workspace twice')
  for (const { id } of workspaces) assert.ok(ids.includes(id))
  const seen = found.find(({ id }) => id === first.id)!
  assert.deepEqual(seen.owners, [first.owner.email])
  assert.equal(seen.usage.find(({ metric }) => metric === 'documents')?.used, 1)
  assert.equal(seen.usage.length, 7)
  assert.doesNotMatch(JSON.stringify(found), /canary|zyzzyva/i)
  await assert.rejects(
    createClient({ baseUrl: world.url, token: operator.token, workspace: first.slug }).call(contract.documents.listDocuments),
    { code: 'workspace/not-found' },
  )
})

test('pages have no gaps and no doubles while workspaces are made, also where several were made in the same moment', async () => {
  const word = `w${crypto.randomUUID().slice(0, 8)}`
  const createdAt = new Date()
  const make = (n: number) =>
    app.database.asSystem((db) =>
      db.query
        .insertInto('workspaces')
        .values({ id: crypto.randomUUID(), slug: `${word}-${n}`, name: `${word} ${n}`, created_at: createdAt })
        .execute(),
    )
  for (let n = 0; n < 5; n++) await make(n)
  const firstPage = await operator.client.call(instance.listAllWorkspaces, { query: { q: word, limit: 3 } })
  await app.database.asSystem((db) =>
    db.query
      .insertInto('workspaces')
      .values({ id: crypto.randomUUID(), slug: `${word}-new`, name: word, created_at: new Date(Date.now() + 1_000) })
      .execute(),
  )
  const secondPage = await operator.client.call(instance.listAllWorkspaces, {
    query: { q: word, limit: 3, cursor: firstPage.nextCursor! },
  })
  const slugs = [...firstPage.workspaces, ...secondPage.workspaces].map(({ slug }) => slug)
  assert.deepEqual(
    slugs.toSorted(),
    [0, 1, 2, 3, 4].map((n) => `${word}-${n}`),
  )
  assert.equal(secondPage.nextCursor, null)
})

test('a search finds the characters that were typed, whatever they mean to a database', async () => {
  const word = crypto.randomUUID().slice(0, 8)
  for (const [n, name] of [`${word} 100% of it`, `${word} 100 of it`, `${word} a_b`, `${word} axb`, `${word} c\\d`].entries())
    await app.database.asSystem((db) =>
      db.query
        .insertInto('workspaces')
        .values({ id: crypto.randomUUID(), slug: `s-${word}-${n}`, name })
        .execute(),
    )
  const namesOf = async (q: string) => (await everyWorkspace(q)).map(({ name }) => name)
  assert.deepEqual(await namesOf(`${word} 100%`), [`${word} 100% of it`])
  assert.deepEqual(await namesOf(`${word} A_B`), [`${word} a_b`])
  assert.deepEqual(await namesOf(`${word} c\\`), [`${word} c\\d`])
  assert.equal((await everyWorkspace(`s-${word}`)).length, 5)
})

test('a cursor that no list gave is refused', async () => {
  for (const cursor of [
    'x',
    'bnVsbA',
    Buffer.from('["1",{}]').toString('base64url'),
    Buffer.from('["9e9","a"]').toString('base64url'),
  ])
    for (const route of [instance.listAllWorkspaces, instance.listUsers])
      await assert.rejects(operator.client.call(route, { query: { cursor } }), { code: 'request/invalid' }, cursor)
})

test('the routes of the installation are for operators only, and never for a key', async () => {
  const workspace = await world.aWorkspace()
  const { key } = await workspace.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'Any', scopes: ['workspace.read'] },
  })
  const params = { id: workspace.owner.id, slug: workspace.slug }
  for (const route of Object.values(instance)) {
    const body = route.method === 'GET' ? {} : { body: {} }
    const asOwner = await requestRaw(world.url, workspace.token, route, { params, ...body })
    assert.equal((asOwner.body as { code: string }).code, 'auth/forbidden', `${route.method} ${route.path}`)
    const withKey = await requestRaw(world.url, key, route, { params, ...body })
    assert.equal((withKey.body as { code: string }).code, 'auth/keys-not-allowed', `${route.method} ${route.path}`)
  }
})

test('a suspended workspace can be read and not changed, a closed one is not there for its members, and both come back', async () => {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  const document = await workspace.import({ title: 'Leave', text: 'Thirty days.' })
  const write = () => client.call(contract.documents.importDocuments, { body: { title: 'More', text: crypto.randomUUID() } })
  const read = () => client.call(contract.documents.getDocument, { params: { id: document.id } })

  const suspended = await changeWorkspace(workspace, { status: 'suspended', plan: 'pro' })
  assert.deepEqual([suspended.status, suspended.plan], ['suspended', 'pro'])
  await read()
  await assert.rejects(write(), { code: 'workspace/suspended' })

  await changeWorkspace(workspace, { status: 'cancelled' })
  await assert.rejects(read(), { code: 'workspace/not-found' })
  assert.deepEqual((await client.call(contract.auth.getMe)).workspaces, [])
  assert.ok((await everyWorkspace(workspace.slug)).length === 1, 'an operator still sees it')

  const opened = await changeWorkspace(workspace, { status: 'active' })
  assert.equal(opened.plan, 'pro', 'what is not named stays')
  await read()
  await write()
  await workspace.settle()
  await assert.rejects(changeWorkspace({ slug: 'there-is-none' }, { plan: 'free' }), { code: 'workspace/not-found' })
  await assert.rejects(changeWorkspace({ slug: '\u0000' }, { plan: 'free' }), { code: 'request/invalid' })
})

test('an operator sees who has an account, where they are signed in, and in how many workspaces they are', async () => {
  const workspace = await world.aWorkspace()
  const user = await findUser(workspace.owner.email.toUpperCase())
  assert.deepEqual(
    { ...user, createdAt: '', lastSeenAt: '' },
    {
      id: workspace.owner.id,
      name: 'owner',
      email: workspace.owner.email,
      isOperator: false,
      hasSecondFactor: false,
      isDisabled: false,
      workspaces: 1,
      sessions: 1,
      createdAt: '',
      lastSeenAt: '',
    },
  )
  assert.ok(Date.now() - Date.parse(user.lastSeenAt!) < 60_000)
  const page = await operator.client.call(instance.listUsers, { query: { limit: 1 } })
  const next = await operator.client.call(instance.listUsers, { query: { limit: 1, cursor: page.nextCursor! } })
  assert.notEqual(page.users[0]?.id, next.users[0]?.id)
  assert.ok(page.total >= 2)
  await assert.rejects(change(operator, 'nobody', { isOperator: true }), { code: 'user/not-found' })
})

test('a disabled account is out at once, with its sessions and keys, and its keys do not come back with it', async () => {
  const workspace = await world.aWorkspace()
  const member = await workspace.addMember('member')
  const { key } = await member.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'Any', scopes: ['documents.read'] },
  })
  const list = contract.documents.listDocuments
  const statusOf = async (token: string) => (await requestRaw(world.url, token, list)).status
  assert.deepEqual([await statusOf(member.token), await statusOf(key)], [200, 200])

  const disabled = await change(operator, member.userId, { isDisabled: true })
  assert.deepEqual([disabled.isDisabled, disabled.sessions], [true, 0])
  const giveUpAt = Date.now() + 900 // sooner than both are forgotten by themselves
  while (Date.now() < giveUpAt && ((await statusOf(member.token)) === 200 || (await statusOf(key)) === 200)) await delay(10)
  assert.deepEqual([await statusOf(member.token), await statusOf(key)], [401, 401])
  const signIn = () =>
    requestRaw(world.url, undefined, contract.auth.signIn, { body: { email: member.email, password: 'correct horse battery' } })
  assert.notEqual((await signIn()).status, 200)

  assert.equal((await change(operator, member.userId, { isDisabled: false })).isDisabled, false)
  assert.equal((await signIn()).status, 200)
  assert.deepEqual([await statusOf(member.token), await statusOf(key)], [401, 401])
})

test('an operator makes and unmakes others, and what they may do changes within a second or so', async () => {
  const user = await world.aUser()
  const list = () => user.client.call(instance.listUsers, { query: { limit: 1 } })
  await assert.rejects(list(), { code: 'auth/forbidden' })
  assert.equal((await change(operator, user.userId, { isOperator: true })).isOperator, true)
  await delay(1_100)
  await list()
  await change(operator, user.userId, { isOperator: false })
  await delay(1_100)
  await assert.rejects(list(), { code: 'auth/forbidden' })
})

test('nobody disables their own account, and the last operator stays one', async () => {
  await makeOnlyOperators(operator)
  await assert.rejects(change(operator, operator.userId, { isDisabled: true }), { code: 'auth/forbidden' })
  await assert.rejects(change(operator, operator.userId, { isOperator: false }), { code: 'user/last-operator' })
  const second = await world.aUser({ isOperator: true })
  await change(operator, second.userId, { isDisabled: true })
  await assert.rejects(
    change(operator, operator.userId, { isOperator: false }),
    { code: 'user/last-operator' },
    'a disabled one does not count',
  )
  assert.equal((await findUser(operator.email)).isOperator, true)
})

test('operators who unmake and disable each other at the same moment leave one', async () => {
  const both = [await world.aUser({ isOperator: true }), await world.aUser({ isOperator: true })] as const
  const [one, other] = both
  for (const body of [{ isOperator: false }, { isDisabled: true }]) {
    await app.database.asSystem((db) => db.query.updateTable('users').set({ disabled_at: null }).execute())
    await makeOnlyOperators(...both)
    const results = await Promise.allSettled([change(one, other.userId, body), change(other, one.userId, body)])
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code))
    assert.equal(codes.filter((code) => code === 'done').length, 1, codes.join())
    const left = await app.database.asSystem((db) =>
      db.query.selectFrom('users').select('id').where('is_operator', '=', true).where('disabled_at', 'is', null).execute(),
    )
    assert.equal(left.length, 1)
  }
  await app.database.asSystem((db) => db.query.updateTable('users').set({ disabled_at: null }).execute())
  await makeOnlyOperators(operator)
})

test('an operator removes a second factor that was lost', async () => {
  const user = await world.aUser()
  await app.database.asSystem(async (db) => {
    await db.query.insertInto('two_factors').values({ user_id: user.userId, secret: 'x', recovery_codes: [] }).execute()
    await db.query.updateTable('users').set({ two_factor_enabled: true }).where('id', '=', user.userId).execute()
  })
  assert.equal((await findUser(user.email)).hasSecondFactor, true)
  assert.equal((await change(operator, user.userId, { hasSecondFactor: false })).hasSecondFactor, false)
  const left = await app.database.asSystem((db) =>
    db.query.selectFrom('two_factors').select('user_id').where('user_id', '=', user.userId).execute(),
  )
  assert.deepEqual(left, [])
})

test('an operator makes a link with which somebody sets a new password', async () => {
  const user = await world.aUser()
  const { link, expiresAt } = await operator.client.call(instance.makeResetLink, { params: { id: user.userId } })
  assert.ok(link.startsWith(world.url))
  assert.ok(Date.parse(expiresAt) > Date.now())
  const token = new URL(link).searchParams.get('token') ?? new URL(link).hash.slice(1)
  const newPassword = 'a quite new password'
  const anonymous = createClient({ baseUrl: world.url })
  await anonymous.call(contract.auth.resetPassword, { body: { token, newPassword } })
  await anonymous.call(contract.auth.signIn, { body: { email: user.email, password: newPassword } })
  await assert.rejects(operator.client.call(instance.makeResetLink, { params: { id: 'nobody' } }), { code: 'user/not-found' })
})
