import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { tryClosedCollection } from './attack-matrix/closed-collection.ts'
import { countStatements } from './attack-matrix/count-statements.ts'
import { forgetAll } from './attack-matrix/forget-all.ts'
import { listMatrixRoutes } from './attack-matrix/routes.ts'
import { forgetWorkspace, openPolicies, startServerWithout } from './attack-matrix/sabotaged-copy.ts'
import { makeSide, type Side } from './attack-matrix/side.ts'
import { foreignIds, tryForeignIds } from './attack-matrix/try-foreign-ids.ts'
import { listCatalogueFindings } from './catalogue/inspect-catalogue.ts'
import { startWorld, type World } from './world.ts'

// A proof that finds nothing proves something only when it can find something. Two things keep workspaces apart, the predicate of
// a query and the policy of its table: here one is taken away, then the other, then both.
const missing = [
  forgetWorkspace('documents/document-store.ts'),
  forgetWorkspace('workspaces/keys/key-store.ts'),
  // Everyone may read what is closed.
  { file: 'documents/readable-documents.ts', from: /if \(db\.reader === 'product'\) return/g, to: 'return' },
]
const tables = ['brain_documents', 'api_keys']
const routes = listMatrixRoutes().filter(({ name }) => /^(documents|keys)\./.test(name))

const world = await startWorld()
const forgetful = await startWorld({}, await startServerWithout(missing))
let attack: () => Promise<string[]>
let attackForgetful: () => Promise<string[]>

before(async () => {
  attack = await prepare(world)
  attackForgetful = await prepare(forgetful)
})

async function prepare(on: World): Promise<() => Promise<string[]>> {
  const operator = await on.aUser({ isOperator: true })
  const ours: Side = await makeSide(on, operator, 'zyxour')
  const theirs: Side = await makeSide(on, operator, 'zyxtheir')
  const headers = { authorization: `Bearer ${ours.owner.token}`, 'x-workspace-slug': ours.workspace.slug }
  const { canary, nameCanary, closedCanary } = theirs
  const [statements, forget] = [countStatements(on), forgetAll(on)]
  const attempt = { url: on.url, statements, forget, name: 'the owner of another workspace', headers, own: ours.own.spare }
  const canaries = [canary, nameCanary, closedCanary]
  return async () => [
    ...(await tryClosedCollection({ url: on.url, statements, forget }, theirs, routes)),
    ...(await tryForeignIds({ ...attempt, foreign: foreignIds(theirs), canaries }, routes)),
  ]
}

test('where the policies of two tables let everything through, the queries still ask, and the catalogue test is red', async () => {
  assert.deepEqual(await listCatalogueFindings(world.server.app.database.pool), [])
  await openPolicies(world.server.app.database.pool, tables)
  const findings = await listCatalogueFindings(world.server.app.database.pool)
  assert.equal(findings.length, 2, findings.join('\n'))
  for (const table of tables)
    assert.match(findings.join('\n'), new RegExp(`policy tenant of ${table} does not keep to the workspace`))
  assert.deepEqual(await attack(), [])
})

test('where queries forget to ask for the workspace and the reader, the policies still hold', async () => {
  assert.deepEqual(await attackForgetful(), [])
})

test('where both are missing, the attack matrix is red', async () => {
  await openPolicies(forgetful.server.app.database.pool, tables)
  const findings = (await attackForgetful()).join('\n')
  assert.match(findings, /documents\.getDocument .* foreign document: the reply holds zyxtheirtext/)
  assert.match(findings, /documents\.getDocument as a member who is not named, .* the reply holds zyxtheirshut/)
  assert.match(findings, /keys\.revokeKey .* foreign key: differs from an absent one/)
})
