import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { sql } from 'kysely'
import { findChatModel, resealKeys } from '#models'
import { KeyRing } from '#platform/secrets'
import { contextIn, listen } from './model-world.ts'
import { ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start({ key: 'sk-the-right-key-4711' })
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld({
  OPENAI_BASE_URL: provider.openaiUrl,
  OPENAI_API_KEY: 'sk-of-the-operator-0815',
  BRAIN_CHAT_MODEL: 'openai/echo',
  BRAIN_PRIVATE_MODEL_HOSTS: new URL(provider.origin).host,
})
const { app } = world.server
const { models } = contract

const aProvider = (given: { name?: string; apiKey?: string | null; baseUrl?: string } = {}) => ({
  name: 'ours',
  kind: 'openai-compatible' as const,
  baseUrl: provider.openaiUrl,
  apiKey: 'sk-the-right-key-4711',
  ...given,
})
const create = ({ client }: TestWorkspace, given: Parameters<typeof aProvider>[0] = {}) =>
  client.call(models.createProvider, { body: aProvider(given) })
const tryModel = ({ client }: TestWorkspace, name: string, model = 'echo', use: 'chat' | 'embedding' = 'chat') =>
  client.call(models.testModel, { params: { name }, body: { model, use } })
const ask = async (workspace: TestWorkspace, reference?: string) =>
  listen(
    await findChatModel(contextIn(world, workspace), reference),
    { messages: [{ role: 'user', text: 'Hello' }] },
    AbortSignal.timeout(9_000),
  )

test('a provider that was set up can be tried at once, and tells its models', async () => {
  const workspace = await world.aWorkspace()
  const made = await create(workspace)
  assert.deepEqual([made.hasKey, made.keyEnding, made.state], [true, '4711', 'ready'])
  const tried = await tryModel(workspace, 'ours')
  assert.deepEqual([tried.isWorking, tried.sentence], [true, null])
  assert.equal((await tryModel(workspace, 'ours', 'embed-24', 'embedding')).dimensions, 24)
  const listed = await workspace.client.call(models.listModels, { params: { name: 'ours' } })
  assert.deepEqual(
    listed.models.find(({ id }) => id === 'embed-32'),
    { id: 'embed-32', name: 'embed-32', use: 'embedding', contextTokens: 32_768 },
  )
})

test('a test that fails says why, in a sentence for people', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace, { apiKey: 'sk-some-wrong-key-999' })
  assert.match((await tryModel(workspace, 'ours')).sentence ?? '', /does not accept the API key/)
  const listed = await workspace.client.call(models.listModels, { params: { name: 'ours' } })
  assert.equal(listed.problem?.fault, 'unauthorized')
  await workspace.client.call(models.updateProvider, { params: { name: 'ours' }, body: { apiKey: 'sk-the-right-key-4711' } })
  assert.equal((await tryModel(workspace, 'ours')).isWorking, true)
  assert.equal((await tryModel(workspace, 'ours', 'fault-404')).fault, 'no-such-model')
})

test('the key is told nowhere, and stands in the database only sealed', async () => {
  const workspace = await world.aWorkspace()
  const made = await create(workspace)
  const seen = await workspace.client.call(models.getModels)
  await tryModel(workspace, 'ours')
  await ask(workspace, 'ours/fault-500')
  const rows = await workspace.transact((db) => db.query.selectFrom('model_providers').selectAll().execute())
  const usage = await workspace.transact((db) => db.query.selectFrom('ai_usage').selectAll().execute())
  assert.equal(rows.length, 1)
  for (const text of [JSON.stringify([made, seen, rows, usage]), world.logLines.join('\n')])
    for (const key of ['sk-the-right-key', 'sk-of-the-operator']) assert.ok(!text.includes(key))
})

test('a sealed key that is moved to another provider or workspace opens nothing there', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  await create(ours)
  await create(theirs, { apiKey: 'sk-theirs-and-not-ours' })
  const stolen = await theirs.transact((db) =>
    db.query.selectFrom('model_providers').select(['sealed_key', 'key_id']).executeTakeFirstOrThrow(),
  )
  await ours.transact((db) => db.query.updateTable('model_providers').set(stolen).execute())
  const tried = await tryModel(ours, 'ours')
  assert.deepEqual([tried.isWorking, tried.fault], [false, 'key-lost'])
})

test('after the secret of the installation has changed, every key is sealed anew and still opens', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  const before = app.keyRing
  const secrets = ['a new secret of this installation'] as const
  const lost = new KeyRing([...secrets], 'keys of model providers')
  assert.deepEqual((await resealKeys({ ...app, keyRing: lost })).resealed, 0)

  // As after a restart with the new secret, and the one before beside it.
  const { rows } = await app.database.asSystem((db) =>
    sql<{ value: string }>`select value from instance_settings where name = 'secret-key'`.execute(db.query),
  )
  const after = new KeyRing([...secrets, rows[0]!.value], 'keys of model providers')
  const outcome = await resealKeys({ ...app, keyRing: after })
  assert.ok(outcome.resealed >= 1)
  const row = await workspace.transact((db) => db.query.selectFrom('model_providers').selectAll().executeTakeFirstOrThrow())
  assert.equal(row.key_id, after.currentId)
  const sealed = { text: row.sealed_key!, keyId: row.key_id! }
  assert.equal(after.open(sealed, `${workspace.id} ${row.id}`), 'sk-the-right-key-4711')
  assert.equal(before.open(sealed, `${workspace.id} ${row.id}`), undefined)
  // The server still runs with the secret before: it says that the key does not fit.
  const view = (await workspace.client.call(models.getModels)).providers.find(({ name }) => name === 'ours')
  assert.equal(view?.state, 'key-lost')
})

test('an address in a private network is refused, unless the operator allows that server', async () => {
  const workspace = await world.aWorkspace()
  const refused = ['https://127.0.0.1/v1', 'https://10.0.0.8:8000/v1', 'https://[::1]/v1', 'https://169.254.169.254/latest']
  const others = [
    'https://localhost/v1',
    'https://0x7f000001/v1',
    'http://models.example.com/v1',
    'https://user:pw@models.example.com/v1',
  ]
  for (const baseUrl of [...refused, ...others])
    await assert.rejects(create(workspace, { baseUrl }), { code: 'request/invalid' }, baseUrl)
  assert.equal((await create(workspace)).baseUrl, provider.openaiUrl)
})

test('a stored key does not follow the provider to another address', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  const params = { name: 'ours' }
  const baseUrl = 'https://elsewhere.example.com/v1'
  await assert.rejects(workspace.client.call(models.updateProvider, { params, body: { baseUrl } }), { code: 'request/invalid' })
  const path = `${provider.origin}/v1/`
  assert.equal((await workspace.client.call(models.updateProvider, { params, body: { baseUrl: path } })).hasKey, true)
  const changed = await workspace.client.call(models.updateProvider, { params, body: { baseUrl, apiKey: null } })
  assert.deepEqual([changed.hasKey, changed.keyEnding, changed.baseUrl], [false, null, baseUrl])
})

test('a name is taken once, and those of the installation are taken', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  for (const name of ['ours', 'openai']) await assert.rejects(create(workspace, { name }), { code: 'provider/name-taken' })
  const { providers } = await workspace.client.call(models.getModels)
  assert.deepEqual(
    providers.map(({ name, origin, baseUrl, keyEnding }) => [name, origin, baseUrl, keyEnding]),
    [
      ['openai', 'installation', null, null],
      ['ours', 'workspace', provider.openaiUrl, '4711'],
    ],
  )
})

test('the workspace answers with what it chose, with its fallbacks, and with that of the installation again when it takes it back', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  const choose = (chatModels: string[] | null) =>
    workspace.client.call(models.chooseModels, { body: { chatModels, embeddingModel: 'none' } })
  const chosen = await choose(['ours/fault-503', 'ours/echo'])
  assert.deepEqual([chosen.chatModels, chosen.embeddingModel], [['ours/fault-503', 'ours/echo'], null])
  const end = (await ask(workspace)).events.at(-1)
  assert.ok(end?.name === 'end' && end.model === 'ours/echo')
  assert.deepEqual((await choose([])).chatModels, [])
  assert.equal(await findChatModel(contextIn(world, workspace)), undefined)
  assert.deepEqual((await choose(null)).chatModels, ['openai/echo'])
  await assert.rejects(choose(['nobody/echo']), { code: 'provider/not-found' })
})

test('a provider that is deleted leaves the choices that named it', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  const body = { chatModels: ['ours/echo', 'openai/echo'], embeddingModel: 'ours/embed-32' }
  await workspace.client.call(models.chooseModels, { body })
  await workspace.client.call(models.deleteProvider, { params: { name: 'ours' } })
  const { own, providers } = await workspace.client.call(models.getModels)
  assert.deepEqual(own, { chatModels: ['openai/echo'], embeddingModel: null })
  assert.ok(!providers.some(({ name }) => name === 'ours'))
  await assert.rejects(workspace.client.call(models.deleteProvider, { params: { name: 'openai' } }), {
    code: 'provider/not-found',
  })
})

test('members see the models and change nothing; viewers do not see them', async () => {
  const workspace = await world.aWorkspace()
  const [member, viewer] = [await workspace.addMember('member'), await workspace.addMember('viewer')]
  assert.ok((await member.client.call(models.getModels)).providers.length > 0)
  await assert.rejects(member.client.call(models.createProvider, { body: aProvider() }), { code: 'auth/forbidden' })
  await assert.rejects(viewer.client.call(models.getModels), { code: 'auth/forbidden' })
})

test('once the tokens of the month are used up no model is asked', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  assert.equal((await ask(workspace, 'ours/echo')).error, undefined)
  const operator = await world.aUser({ isOperator: true })
  await operator.client.call(contract.usage.setLimits, { params: { slug: workspace.slug }, body: { own: { tokens: 1 } } })
  const sent = provider.requests.length
  const { error } = await ask(workspace, 'ours/echo')
  assert.equal((error as { code?: string }).code, 'limit/reached')
  assert.equal(provider.requests.length, sent)
})

test('what calls used is summed up by model, and has no price as long as none is known', async () => {
  const workspace = await world.aWorkspace()
  await create(workspace)
  for (const model of ['echo', 'echo', 'fault-401']) await ask(workspace, `ours/${model}`)
  const { models: used } = await workspace.client.call(contract.costs.getModelUsage, { query: { days: 1 } })
  assert.deepEqual(
    used.map(({ model, calls, failed, costNanos }) => [model, calls, failed, costNanos]),
    [
      ['echo', 2, 0, null],
      ['fault-401', 1, 1, null],
    ],
  )
  assert.ok(used[0]!.inputTokens > 0 && used[0]!.outputTokens > 0)
})
