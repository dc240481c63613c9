import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BrainError, contract, type UsageMetric } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

// On the embedded database one process counts; on PostgreSQL two do, which know nothing of each other.
let neighbour: ServerProcess | undefined
after(() => neighbour?.end('SIGTERM')) // before the database under it is dropped
const world = await startWorld()
if (world.databaseUrl)
  neighbour = await startServerProcess({
    DATABASE_URL: world.databaseUrl,
    BRAIN_DATA_DIR: world.dataDir,
    BRAIN_LOG_LEVEL: 'error',
  })
const urls = [world.url, ...(neighbour ? [neighbour.url] : [])]
const operator = await world.aUser({ isOperator: true })

/** Clients of one account or key, one for each process. */
const clientsOf = (token: string, workspace: string): Client[] =>
  urls.map((baseUrl) => createClient({ baseUrl, token, workspace }))

async function aWorkspaceWith(own: Partial<Record<UsageMetric, number>>): Promise<TestWorkspace> {
  const workspace = await world.aWorkspace()
  await operator.client.call(contract.usage.setLimits, { params: { slug: workspace.slug }, body: { own } })
  return workspace
}

/** All at once, in turn through each process. @returns the good ones, and the errors of the others */
async function allAtOnce<T>(count: number, clients: readonly Client[], ask: (client: Client, number: number) => Promise<T>) {
  const asked = Array.from({ length: count }, (_, number) => ask(clients[number % clients.length]!, number))
  const settled = await Promise.allSettled(asked)
  return {
    good: settled.filter((one) => one.status === 'fulfilled').map((one) => one.value),
    refusals: settled.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown),
  }
}

function assertLimitReached(refusals: readonly unknown[], metric: UsageMetric, limit: number): void {
  for (const refusal of refusals) {
    assert.ok(refusal instanceof BrainError, String(refusal))
    assert.equal(refusal.code, 'limit/reached', refusal.message)
    const { details } = refusal
    assert.deepEqual({ metric: details.metric, limit: details.limit }, { metric, limit })
    const isFlow = metric === 'queries' || metric === 'api_calls'
    if (isFlow) assert.ok(Date.parse(String(details.until)) > Date.now(), `until ${details.until}`)
    else assert.equal(details.until, null)
  }
}

async function used(workspace: TestWorkspace, metric: UsageMetric): Promise<number> {
  const { lines } = await workspace.client.call(contract.usage.getUsage, { params: { slug: workspace.slug } })
  return lines.find((line) => line.metric === metric)!.used
}

test('of 500 documents that come at once, as many are accepted as there is room for', async () => {
  const workspace = await aWorkspaceWith({ documents: 50 })
  const { good, refusals } = await allAtOnce(500, clientsOf(workspace.token, workspace.slug), (client, number) =>
    client.call(contract.documents.importDocuments, { body: { title: `Plan ${number}`, text: `This is plan ${number}.` } }),
  )
  assert.equal(good.length, 50)
  assertLimitReached(refusals, 'documents', 50)
  assert.equal((await workspace.settle()).length, 50)
  assert.equal(await used(workspace, 'documents'), 50)
})

test('of many texts that come at once, as many bytes are stored as there is room for', async () => {
  const text = (number: number) => `This is plan ${String(number).padStart(4, '0')}.`
  const workspace = await aWorkspaceWith({ storage: 20 * text(0).length })
  const { good, refusals } = await allAtOnce(100, clientsOf(workspace.token, workspace.slug), (client, number) =>
    client.call(contract.documents.importDocuments, { body: { title: `Plan ${number}`, text: text(number) } }),
  )
  assert.equal(good.length, 20)
  assertLimitReached(refusals, 'storage', 20 * text(0).length)
  await workspace.settle()
  assert.equal(await used(workspace, 'storage'), 20 * text(0).length)
})

test('of 60 people who follow the same invitation at once, as many join as there is room for', async () => {
  const workspace = await aWorkspaceWith({ users: 20 })
  const people: TestUser[] = []
  for (let round = 0; round < 6; round++) people.push(...(await Promise.all(Array.from({ length: 10 }, () => world.aUser()))))
  const body = { maxUses: 500 }
  const { link } = await workspace.client.call(contract.invitations.createInvitation, { params: { slug: workspace.slug }, body })
  const token = /([\w-]{20,})$/.exec(link)![1]!
  const { good, refusals } = await allAtOnce(60, [workspace.client], (_, number) =>
    createClient({ baseUrl: urls[number % urls.length]!, token: people[number]!.token }).call(
      contract.invitations.acceptInvitation,
      { params: { token } },
    ),
  )
  assert.equal(good.length, 19, 'the owner was there before')
  assertLimitReached(refusals, 'users', 20)
  const { members } = await workspace.client.call(contract.members.listMembers, { params: { slug: workspace.slug } })
  assert.equal(members.length, 20)
  const { invitations } = await workspace.client.call(contract.invitations.listInvitations, { params: { slug: workspace.slug } })
  assert.equal(invitations[0]?.uses, 19)
})

test('an invitation for three people lets three of twelve in, however fast they are', async () => {
  const workspace = await aWorkspaceWith({})
  const people = await Promise.all(Array.from({ length: 12 }, () => world.aUser()))
  const { link } = await workspace.client.call(contract.invitations.createInvitation, {
    params: { slug: workspace.slug },
    body: { maxUses: 3 },
  })
  const token = /([\w-]{20,})$/.exec(link)![1]!
  const { good } = await allAtOnce(12, [workspace.client], (_, number) =>
    createClient({ baseUrl: urls[number % urls.length]!, token: people[number]!.token }).call(
      contract.invitations.acceptInvitation,
      { params: { token } },
    ),
  )
  assert.equal(good.length, 3)
  assert.equal(await used(workspace, 'users'), 4)
})

test('of 500 questions that come at once, as many are answered as are left this month', async () => {
  const workspace = await aWorkspaceWith({ queries: 50 })
  await workspace.import({ title: 'Leave', text: 'There are thirty days of leave.' })
  const { good, refusals } = await allAtOnce(500, clientsOf(workspace.token, workspace.slug), (client) =>
    client.call(contract.answers.askQuestion, { body: { question: 'How many days of leave are there?' } }),
  )
  assert.equal(good.length, 50)
  assertLimitReached(refusals, 'queries', 50)
  assert.equal(await used(workspace, 'queries'), 50)
})

test('of 500 changes by API key that come at once, as many are made as calls are left this month; reading goes on', async () => {
  const workspace = await aWorkspaceWith({ api_calls: 50 })
  const { key } = await workspace.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'Nightly', scopes: ['collections.read', 'collections.write'] },
  })
  const clients = clientsOf(key, workspace.slug)
  const { good, refusals } = await allAtOnce(500, clients, (client, number) =>
    client.call(contract.collections.createCollection, { body: { name: `Shelf ${number}` } }),
  )
  assert.equal(good.length, 50)
  assertLimitReached(refusals, 'api_calls', 50)
  const { collections } = await clients[0]!.call(contract.collections.listCollections)
  assert.equal(collections.length, 50)
})
