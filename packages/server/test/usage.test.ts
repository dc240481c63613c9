import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BrainError, contract, type Limits, type Permission, plans, type UsageMetric } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { giveBackQuota, recountUsage, takeQuota, UsageCounter } from '#workspaces'
import { lastPeriods, periodOf } from '../src/features/workspaces/usage/period.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { app } = world.server
const { usage, documents } = contract
const operator = await world.aUser({ isOperator: true })

const setLimits = ({ slug }: { slug: string }, own: Partial<Limits>) =>
  operator.client.call(usage.setLimits, { params: { slug }, body: { own } })

const report = ({ client, slug }: TestWorkspace) => client.call(usage.getUsage, { params: { slug } })
const lineOf = async (workspace: TestWorkspace, metric: UsageMetric) =>
  (await report(workspace)).lines.find((line) => line.metric === metric)!

const ask = (client: Client) => client.call(contract.answers.askQuestion, { body: { question: 'How much leave is there?' } })

const refusalOf = async (attempt: Promise<unknown>): Promise<BrainError> => {
  const [result] = await Promise.allSettled([attempt])
  assert.equal(result.status, 'rejected')
  return (result as PromiseRejectedResult).reason
}

async function clientWithKey(workspace: TestWorkspace, scopes: Permission[]): Promise<Client> {
  const { key } = await workspace.client.call(contract.keys.createKey, {
    params: { slug: workspace.slug },
    body: { name: 'Counted', scopes },
  })
  return createClient({ baseUrl: world.url, token: key })
}

const setTimeZone = (workspace: TestWorkspace, timeZone: string) =>
  workspace.transact((db) =>
    db.query.updateTable('workspaces').set({ time_zone: timeZone }).where('id', '=', workspace.id).execute(),
  )

const writeFlow = (workspace: TestWorkspace, metric: 'queries' | 'tokens', period: string, value: number) =>
  workspace.transact((db) =>
    db.query.insertInto('workspace_usage').values({ workspace_id: workspace.id, metric, period, value }).execute(),
  )

test('a question beyond the limit of the month is refused with what the limit is and when it starts again', async () => {
  const workspace = await world.aWorkspace()
  await setLimits(workspace, { queries: 2 })
  await ask(workspace.client)
  for await (const _ of workspace.client.stream(contract.answers.askQuestion, { body: { question: 'And again?' } }));
  const { endsAt } = await report(workspace)
  const { code, details, message } = await refusalOf(ask(workspace.client))
  assert.equal(code, 'limit/reached')
  const { metric, limit, used, asked, until, status } = details
  assert.deepEqual({ metric, limit, used, asked, status }, { metric: 'queries', limit: 2, used: 2, asked: 1, status: 403 })
  assert.equal(Date.parse(String(until)), Date.parse(endsAt))
  assert.match(message, /^The workspace may ask 2 questions a month, and has\. It starts again on \d{4}-\d\d-\d\d\.$/)
  assert.deepEqual(await lineOf(workspace, 'queries'), { metric: 'queries', kind: 'flow', used: 2, limit: 2, left: 0 })
})

test('a streamed question beyond the limit is refused like any other, before the stream begins', async () => {
  const workspace = await world.aWorkspace()
  await setLimits(workspace, { queries: 0 })
  const events = workspace.client.stream(contract.answers.askQuestion, { body: { question: 'How much leave is there?' } })
  const { code, details } = await refusalOf(events.next())
  assert.equal(code, 'limit/reached')
  assert.equal(details.metric, 'queries')
  assert.match(await (await fetch(`${world.url}/metrics`)).text(), /^limit_refusals_total\{metric="queries"\} \d+$/m)
})

test('of many questions at once exactly as many are answered as the limit leaves', async () => {
  const workspace = await world.aWorkspace()
  await setLimits(workspace, { queries: 5 })
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => ask(workspace.client)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5)
  for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'limit/reached')
  assert.equal((await lineOf(workspace, 'queries')).used, 5)
})

test('reading, searching and deleting go on when no question may be asked any more', async () => {
  const workspace = await world.aWorkspace()
  const document = await workspace.import({ title: 'Leave', text: 'Thirty days of leave.' })
  await setLimits(workspace, { queries: 0, documents: 0, storage: 0, users: 0, api_calls: 0, tokens: 0 })
  await workspace.client.call(documents.getDocument, { params: { id: document.id } })
  await workspace.client.call(contract.retrieval.search, { query: { q: 'leave' } })
  assert.deepEqual(await lineOf(workspace, 'documents'), { metric: 'documents', kind: 'stock', used: 1, limit: 0, left: 0 })
  await refusalOf(workspace.client.call(documents.importDocuments, { body: { title: 'More', text: 'More.' } }))
  await workspace.client.call(documents.deleteDocument, { params: { id: document.id } })
  assert.equal((await lineOf(workspace, 'documents')).used, 0)
  assert.equal((await lineOf(workspace, 'storage')).used, 0)
})

test('without a limit questions are counted all the same, and shown at once', async () => {
  const workspace = await world.aWorkspace()
  await Promise.all(Array.from({ length: 7 }, () => ask(workspace.client)))
  assert.deepEqual(await lineOf(workspace, 'queries'), { metric: 'queries', kind: 'flow', used: 7, limit: null, left: null })
  await ask(workspace.client)
  assert.equal((await lineOf(workspace, 'queries')).used, 8)
})

test('calls with an API key count; those of the web app do not', async () => {
  const workspace = await world.aWorkspace()
  const client = await clientWithKey(workspace, ['documents.read'])
  await workspace.client.call(documents.listDocuments)
  for (let i = 0; i < 3; i++) await client.call(documents.listDocuments)
  await refusalOf(client.call(contract.retrieval.search, { query: { q: 'leave' } })) // no scope for it: not a call
  assert.equal((await lineOf(workspace, 'api_calls')).used, 3)
})

test('with a limit of calls, exactly that many requests change something; reading and deleting count and are let through', async () => {
  const workspace = await world.aWorkspace()
  const document = await workspace.import({ title: 'Leave', text: 'Thirty days of leave.' })
  const client = await clientWithKey(workspace, ['documents.read', 'documents.write', 'answers.ask'])
  await setLimits(workspace, { api_calls: 6 })
  await client.call(documents.listDocuments)
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => ask(client)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5)
  assert.equal((await lineOf(workspace, 'api_calls')).used, 6)
  const { code, details } = await refusalOf(ask(client))
  assert.deepEqual({ code, metric: details.metric }, { code: 'limit/reached', metric: 'api_calls' })
  assert.equal((await lineOf(workspace, 'queries')).used, 5, 'a call that was refused asked nothing')
  await client.call(documents.listDocuments)
  await client.call(documents.deleteDocument, { params: { id: document.id } })
  assert.deepEqual(await lineOf(workspace, 'api_calls'), { metric: 'api_calls', kind: 'flow', used: 8, limit: 6, left: 0 })
  await ask(workspace.client)
})

test('a month ends and the next begins at midnight where the workspace is', async () => {
  const borders = {
    'Europe/Berlin': '2026-09-30T22:00:00Z',
    'America/New_York': '2026-10-01T04:00:00Z',
    'Pacific/Kiritimati': '2026-09-30T10:00:00Z',
  }
  for (const [timeZone, border] of Object.entries(borders)) {
    const workspace = await world.aWorkspace()
    await setTimeZone(workspace, timeZone)
    await setLimits(workspace, { queries: 1 })
    const take = (now: Date) => workspace.transact((db) => takeQuota(db, now, { queries: 1 }))
    const before = new Date(Date.parse(border) - 1)
    await take(before)
    const { code, details, message } = await refusalOf(take(before))
    assert.equal(code, 'limit/reached')
    assert.equal(details.until, border, timeZone)
    assert.match(message, /2026-10-01\.$/, `${timeZone}: the day as it is called there`)
    await take(new Date(border))
    await refusalOf(take(new Date(Date.parse(border) + 27 * 24 * 3600_000)))
  }
})

test('what was asked last month does not count, and is kept as history', async () => {
  const workspace = await world.aWorkspace()
  await setTimeZone(workspace, 'America/New_York')
  await setLimits(workspace, { queries: 3 })
  const months = lastPeriods(periodOf(new Date(), 'America/New_York'), 14)
  await writeFlow(workspace, 'queries', months[0]!, 77)
  await writeFlow(workspace, 'queries', months[12]!, 3)
  await writeFlow(workspace, 'tokens', months[2]!, 500)
  await ask(workspace.client)
  const { history, period, timeZone, startsAt, endsAt, lines } = await report(workspace)
  assert.deepEqual({ period, timeZone }, { period: months[13], timeZone: 'America/New_York' })
  assert.ok(Date.parse(startsAt) <= Date.now() && Date.now() < Date.parse(endsAt))
  assert.deepEqual(
    history.map((month) => month.period),
    months.slice(2),
  )
  assert.deepEqual(history[0], { period: months[2], queries: 0, api_calls: 0, tokens: 500 })
  assert.deepEqual(history.at(-2), { period: months[12], queries: 3, api_calls: 0, tokens: 0 })
  assert.equal(history.at(-1)?.queries, 1)
  assert.equal(lines.find(({ metric }) => metric === 'queries')?.left, 2)
})

test('every member reads usage and limits; only an operator sets limits', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  const viewer = await workspace.addMember('viewer')
  assert.equal((await viewer.client.call(usage.getUsage, { params: { slug } })).lines.length, 7)
  assert.deepEqual((await viewer.client.call(usage.getLimits, { params: { slug } })).limits, plans.enterprise)
  await assert.rejects(workspace.client.call(usage.setLimits, { params: { slug }, body: { own: {} } }), {
    code: 'auth/forbidden',
  })
  await assert.rejects(operator.client.call(usage.getUsage, { params: { slug } }), { code: 'workspace/not-found' })
  await assert.rejects(setLimits({ slug: 'there-is-none' }, {}), { code: 'workspace/not-found' })
  await assert.rejects(setLimits(workspace, { queries: -1 }), { code: 'request/invalid' })
  await assert.rejects(setLimits(workspace, { nothing: 1 } as never), { code: 'request/invalid' })
})

test('limits of its own stand before those of the plan; what is left out follows the plan again', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  await operator.client.call(contract.instance.changeWorkspace, { params: { slug }, body: { plan: 'free' } })
  const given = await setLimits(workspace, { queries: null, documents: 7 })
  assert.deepEqual(given, {
    plan: 'free',
    own: { queries: null, documents: 7 },
    limits: { ...plans.free, queries: null, documents: 7 },
  })
  assert.deepEqual((await setLimits(workspace, {})).limits, plans.free)
  await setLimits(workspace, { queries: null })
  await ask(workspace.client)
  assert.equal((await lineOf(workspace, 'queries')).limit, null)
})

test('several amounts are taken together or not at all, and stocks are given back', async () => {
  const workspace = await world.aWorkspace()
  await setLimits(workspace, { documents: 3, storage: 100 })
  const take = (amounts: Partial<Record<UsageMetric, number>>) => workspace.transact((db) => takeQuota(db, app.now(), amounts))
  await take({ documents: 2, storage: 90 })
  const { details, message } = await refusalOf(take({ documents: 1, storage: 11 }))
  assert.deepEqual(details, { metric: 'storage', limit: 100, used: 90, asked: 11, until: null })
  assert.match(message, /room for 100 bytes/)
  assert.equal((await lineOf(workspace, 'documents')).used, 2)
  await workspace.transact((db) => giveBackQuota(db, { documents: 1, storage: 80 }))
  await take({ documents: 2, storage: 90 })
  assert.equal((await lineOf(workspace, 'storage')).left, 0)
  const first = await refusalOf(take({ documents: 4 }))
  assert.equal(first.details.metric, 'documents')
})

test('what is counted in memory is written when the process stops, and kept while the database does not answer', async () => {
  const workspace = await world.aWorkspace()
  let isAway = true
  const database = {
    transact: (...given: Parameters<typeof app.database.transact>) =>
      isAway ? Promise.reject(new Error('away')) : app.database.transact(...given),
  }
  const counter = new UsageCounter({ database: database as typeof app.database, log: app.log, now: app.now })
  const unlimited = { workspaceId: workspace.id, limits: plans.enterprise }
  await counter.take(unlimited, 'queries')
  await counter.record(unlimited, 'api_calls')
  await counter.flush()
  await counter.take(unlimited, 'queries')
  assert.equal((await lineOf(workspace, 'queries')).used, 0)
  isAway = false
  await counter[Symbol.asyncDispose]()
  assert.equal((await lineOf(workspace, 'queries')).used, 2)
  assert.equal((await lineOf(workspace, 'api_calls')).used, 1)
})

test('the counts of a workspace are what is there, after whatever was done in it', async () => {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  let seed = 20_26
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const alive: string[] = []
  const deleted: string[] = []
  const text = () => `${crypto.randomUUID()} ${'words '.repeat(random(200))}`
  const actions: (() => Promise<unknown>)[] = [
    async () => {
      const { documents: made } = await client.call(documents.importDocuments, { body: { title: 'One', text: text() } })
      alive.push(made[0]!.id)
    },
    async () => {
      const id = alive[random(alive.length)]
      if (id) await client.replaceContent(id, { name: 'new.txt', content: new Blob([text()]) })
    },
    async () => {
      const [id] = alive.splice(random(alive.length), 1)
      if (!id) return
      await client.call(documents.deleteDocument, { params: { id } })
      deleted.push(id)
    },
    async () => {
      const id = deleted.pop()
      if (!id) return
      await client.call(documents.restoreDocument, { params: { id } })
      alive.push(id)
    },
    async () => {
      const [id] = alive.splice(random(alive.length), 1)
      if (id) await client.call(documents.deleteDocument, { params: { id }, query: { permanently: 'true' } })
    },
    async () => {
      const { userId } = await workspace.addMember('viewer')
      const params = { slug: workspace.slug, userId }
      if (random(2) === 0) await client.call(contract.members.removeMember, { params })
    },
  ]
  for (let round = 0; round < 60; round++) {
    await actions[random(actions.length)]!()
    if (round % 10 === 9) await workspace.settle()
    assert.deepEqual(await workspace.transact(recountUsage), [], `after ${round + 1} actions`)
  }
  assert.ok((await lineOf(workspace, 'documents')).used > 0)
})

test('a count that is wrong is found', async () => {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Leave', text: 'Thirty days.' })
  assert.deepEqual(await workspace.transact(recountUsage), [])
  await workspace.transact((db) =>
    db.query
      .updateTable('workspace_usage')
      .set({ value: 5 })
      .where('workspace_id', '=', workspace.id)
      .where('metric', '=', 'documents')
      .execute(),
  )
  await workspace.transact((db) =>
    db.query.deleteFrom('workspace_usage').where('workspace_id', '=', workspace.id).where('metric', '=', 'users').execute(),
  )
  assert.deepEqual(await workspace.transact(recountUsage), [
    { metric: 'documents', counted: 5, there: 1 },
    { metric: 'users', counted: 0, there: 1 },
  ])
})
