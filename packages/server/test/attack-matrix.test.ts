import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { jobDefinitions } from '../src/wiring.ts'
import { tryClosedCollection } from './attack-matrix/closed-collection.ts'
import { countStatements } from './attack-matrix/count-statements.ts'
import { findInGlobalTables, findInRows, listBlobs } from './attack-matrix/find-words.ts'
import { forgetAll } from './attack-matrix/forget-all.ts'
import { type Identity, join, listInsiders, listOutsiders, listSuspended } from './attack-matrix/identities.ts'
import { listMatrixRoutes } from './attack-matrix/routes.ts'
import { makeSide, type Side } from './attack-matrix/side.ts'
import { digestOf } from './attack-matrix/side-digest.ts'
import { harbourText } from './attack-matrix/side-documents.ts'
import { foreignIds, tryForeignIds } from './attack-matrix/try-foreign-ids.ts'
import { tryIdentities } from './attack-matrix/try-identities.ts'
import { payloads, runJobsWithForeignIds } from './attack-matrix/try-jobs.ts'
import { tryOwnIds } from './attack-matrix/try-own-ids.ts'
import { tryPrivate } from './attack-matrix/try-private.ts'
import { startWorld } from './world.ts'

// Every route × everyone who may not × every foreign id. What is expected follows from the contract and the policy table;
// attack-matrix/entries says how each request is built.

const world = await startWorld({ BRAIN_UNDO_SECONDS: '86400' })
const [statements, forget] = [countStatements(world), forgetAll(world)]
const operator = await world.aUser({ isOperator: true })
const routes = listMatrixRoutes()
let ours: Side
let theirs: Side

before(async () => {
  ours = await makeSide(world, operator, 'zyxour')
  theirs = await makeSide(world, operator, 'zyxtheir')
})

/** Runs attacks that must find nothing, and after which everything in their workspace is as it was. */
async function leavesThemAlone(attack: () => Promise<string[]>): Promise<void> {
  await delay(1_200) // what is counted in memory is written within a second
  const untouched = await digestOf(world, theirs.workspace)
  assert.deepEqual(await attack(), [])
  await delay(1_200)
  assert.deepEqual(await digestOf(world, theirs.workspace), untouched)
}

test('outsiders are refused on every route as contract and policy say, and learn and change nothing', async () => {
  const outsiders = await listOutsiders(world, ours, theirs, operator)
  await leavesThemAlone(() => tryIdentities(world.url, theirs, outsiders, routes))
})

test('a viewer and an API key do what role and scopes allow, and no more', async () => {
  assert.deepEqual(await tryIdentities(world.url, theirs, await listInsiders(theirs), routes), [])
})

test('a suspended workspace is read and not changed', async () => {
  const params = { slug: theirs.workspace.slug }
  await operator.client.call(contract.instance.changeWorkspace, { params, body: { status: 'suspended' } })
  assert.deepEqual(await tryIdentities(world.url, theirs, listSuspended(theirs), routes), [])
  await operator.client.call(contract.instance.changeWorkspace, { params, body: { status: 'active' } })
})

test('a foreign id looks like one that nobody has, wherever a request can name it', async () => {
  const double = await ours.workspace.addMember('owner')
  await join(world, double, theirs, 'owner')
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const attackers: Pick<Identity, 'name' | 'headers'>[] = [
    { name: 'the owner of another workspace', headers: bearer(ours.owner.token) },
    { name: 'an owner of both workspaces who names the other one', headers: bearer(double.token) },
    { name: 'the API key of another workspace', headers: bearer(ours.key) },
  ]
  const { canary, nameCanary, closedCanary } = theirs
  const canaries = [canary, nameCanary, closedCanary]
  await leavesThemAlone(async () => {
    const findings = []
    for (const { name, headers } of attackers) {
      // The header decides; the cookie beside it names the workspace that is attacked.
      const named = { ...headers, 'x-workspace-slug': ours.workspace.slug, cookie: `workspace_slug=${theirs.workspace.slug}` }
      const attempt = {
        url: world.url,
        statements,
        forget,
        name,
        headers: named,
        own: ours.own.spare,
        foreign: foreignIds(theirs),
        canaries,
      }
      findings.push(...(await tryForeignIds(attempt, routes)))
    }
    return findings
  })
})

test('what is closed to a member does not show to them on any route, whatever their role', async () => {
  assert.deepEqual(await tryClosedCollection({ url: world.url, statements, forget }, theirs, routes), [])
})

test('what somebody asked is nobody else’s, in the same workspace either, whatever their role', async () => {
  assert.deepEqual(await tryPrivate({ url: world.url, statements, forget }, theirs, routes), [])
})

test('whoever imports the text of a closed document learns nothing of it', async () => {
  const body = { title: 'Mine', text: harbourText(theirs.closedCanary, 12), format: 'markdown' as const }
  const { documents } = await theirs.member.client.call(contract.documents.importDocuments, { body })
  assert.equal(documents[0]?.isDuplicate, false)
  await theirs.workspace.settle()
  const { hits } = await theirs.member.client.call(contract.retrieval.search, { query: { q: theirs.closedCanary } })
  assert.deepEqual(new Set(hits.map(({ documentId }) => documentId)), new Set([documents[0]?.id]))
  const params = { id: theirs.closed.document }
  assert.equal((await theirs.reader.client.call(contract.documents.getDocument, { params })).state, 'ready')
})

test('no kind of job reaches into another workspace, whatever it is told', async () => {
  const definitions = jobDefinitions(world.server.app, { extractor: undefined as never, answering: undefined as never })
  assert.deepEqual(Object.keys(payloads).sort(), definitions.map(({ queue }) => queue).sort())
  const files = await listBlobs(world, theirs)
  assert.ok(files.length >= 6, `${files.length} files`)
  await leavesThemAlone(async () => {
    await runJobsWithForeignIds(ours, theirs, definitions)
    return findInRows(world, ours, [theirs.canary, theirs.nameCanary, theirs.closedCanary])
  })
  assert.deepEqual(await listBlobs(world, theirs), files)
})

test('the same requests are right in the hands of those who may', async () => {
  assert.deepEqual(await tryOwnIds(world, ours, operator, routes), [])
})

test('after all this neither log nor metrics hold a word of either workspace, nor any secret', async () => {
  const words = [ours, theirs].flatMap(({ canary, nameCanary, closedCanary, secrets }) => [
    ...[canary, nameCanary, closedCanary],
    ...secrets,
  ])
  const log = world.logLines.join('\n')
  assert.ok(world.logLines.length > 1000, `only ${world.logLines.length} lines were logged`)
  assert.deepEqual(
    words.filter((word) => log.includes(word)),
    [],
  )
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  const ids = [ours, theirs].flatMap(({ workspace, owner }) => [workspace.id, workspace.slug, owner.userId])
  assert.deepEqual(
    [...words, ...ids].filter((word) => metrics.includes(word)),
    [],
  )
})

test('no table keeps a key, a token, a link or a password as it is', async () => {
  for (const side of [ours, theirs]) {
    assert.deepEqual(await findInRows(world, side, side.secrets), [])
    assert.deepEqual(await findInGlobalTables(world, side.secrets), [])
  }
})
