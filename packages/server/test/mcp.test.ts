import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type Permission } from '@brain-ai/contract'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema, type McpError } from '@modelcontextprotocol/sdk/types.js'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld(provider.env)
const { agents, cache, collections, documents, instance, keys } = contract
const everything: Permission[] = ['mcp.use', 'retrieval.search', 'documents.read', 'answers.ask']
const question = 'How many days of leave does everybody have?'
const leave = 'Everybody has thirty days of leave a year.'

async function makeKey({ client }: Pick<TestUser, 'client'>, { slug }: TestWorkspace, scopes = everything): Promise<string> {
  return (await client.call(keys.createKey, { params: { slug }, body: { name: 'Program', scopes } })).key
}

/** A program with a key, that has said hello. */
async function connect(key: string): Promise<Client> {
  const client = new Client({ name: 'a-test', version: '1.0.0' })
  const headers = { authorization: `Bearer ${key}` }
  // The class is written for settings less strict than ours.
  await client.connect(new StreamableHTTPClientTransport(new URL(`${world.url}/mcp`), { requestInit: { headers } }) as never)
  after(() => client.close())
  return client
}

async function aHandbook() {
  const workspace = await world.aWorkspace()
  const document = await workspace.import({ title: 'Leave', text: leave })
  return { workspace, document, client: await connect(await makeKey(workspace, workspace)) }
}

interface ToolReply {
  readonly output: Record<string, unknown>
  readonly text: string
  /** Where it was refused. */
  readonly code: unknown
}

async function call(client: Client, name: string, input: Record<string, unknown>): Promise<ToolReply> {
  const { content, structuredContent, isError, _meta } = CallToolResultSchema.parse(
    await client.callTool({ name, arguments: input }),
  )
  assert.equal(content[0]?.type, 'text')
  const text = content[0]?.type === 'text' ? content[0].text : ''
  return { output: structuredContent ?? {}, text, code: isError ? _meta?.code : undefined }
}

const send = (body: unknown, headers: Record<string, string>) =>
  fetch(`${world.url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(body),
  })
const ping = { jsonrpc: '2.0', id: 7, method: 'ping' }

test('a program says hello, learns what there is, and asks', async () => {
  const { client, document } = await aHandbook()
  assert.equal(client.getServerVersion()?.name, 'brain-ai')
  assert.match(client.getInstructions() ?? '', /read_document/)
  await client.ping()
  const { tools } = await client.listTools()
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['search', 'read_document', 'ask'],
  )
  for (const { description, inputSchema, outputSchema, annotations } of tools) {
    assert.ok(description && inputSchema.properties && outputSchema?.properties)
    assert.equal(annotations?.readOnlyHint, true)
  }

  const found = await call(client, 'search', { query: 'days of leave' })
  const passages = found.output.passages as { documentId: string; text: string; title: string; start: number }[]
  assert.deepEqual(
    passages.map(({ documentId, text, title, start }) => ({ documentId, text, title, start })),
    [{ documentId: document.id, text: leave, title: 'Leave', start: 0 }],
  )
  assert.match(found.text, new RegExp(document.id))

  const read = await call(client, 'read_document', { id: document.id })
  assert.deepEqual(read.output, { id: document.id, title: 'Leave', text: leave, from: 0, next: null, total: leave.length })
  assert.match(read.text, /thirty days/)
})

test('what a program looks for again is given again, until a document comes', async () => {
  const { client, workspace } = await aHandbook()
  const look = () => call(client, 'search', { query: 'days of leave' })
  const counts = async () => {
    const { kinds } = await workspace.client.call(cache.getCache)
    const { hits, misses } = kinds.find(({ kind }) => kind === 'search')!
    return [hits, misses]
  }
  const first = await look()
  assert.deepEqual(await look(), first)
  assert.deepEqual(await counts(), [1, 1])
  await call(client, 'search', { query: 'days of leave', limit: 1 })
  assert.deepEqual(await counts(), [1, 2])
  await workspace.import({ title: 'More leave', text: 'Who has children has five more days of leave.' })
  assert.match((await look()).text, /five more days/)
  assert.deepEqual(await counts(), [1, 3])
})

test('an answer comes with citations, from the agent that is named', async () => {
  const { client, workspace, document } = await aHandbook()
  provider.script('mcp-1', { pieces: piecesOf('Everybody has thirty days of leave a year [1].') })
  await workspace.client.call(agents.createAgent, { body: { name: 'Guide', model: 'openai/mcp-1' } })
  const { output, text } = await call(client, 'ask', { question, agent: 'guide' })
  assert.equal(output.answer, 'Everybody has thirty days of leave a year [1].')
  assert.equal(output.isAnswered, true)
  assert.equal(output.agent, 'Guide')
  const [citation] = output.citations as { number: number; documentId: string; quote: string; isSupported: boolean }[]
  assert.deepEqual(
    [citation!.number, citation!.documentId, citation!.quote, citation!.isSupported],
    [1, document.id, leave, true],
  )
  assert.match(text, /Sources:\n\[1\] Leave/)
})

test('a long document is read page by page, to its last character and no letter halved', async () => {
  const { client, workspace } = await aHandbook()
  const text = Array.from({ length: 300 }, (_, i) => `Line ${i} has a 🎉 in it.`).join('\n')
  const { id } = await workspace.import({ title: 'Long', text })
  let whole = ''
  let from: number | null = 0
  while (from !== null) {
    const { output }: ToolReply = await call(client, 'read_document', { id, from, characters: 1_001 })
    const part = output.text as string
    assert.ok(part.length <= 1_001 && part.isWellFormed())
    whole += part
    from = output.next as number | null
  }
  assert.equal(whole, text)
  const most = await call(client, 'read_document', { id, characters: 20_001 })
  assert.equal(most.code, 'request/invalid')
})

test('documents are resources as well, page by page', async () => {
  const { client, document } = await aHandbook()
  const { resources } = await client.listResources()
  assert.deepEqual(
    resources.map(({ uri, name }) => [uri, name]),
    [[`brain://documents/${document.id}`, 'Leave']],
  )
  const { contents } = await client.readResource({ uri: resources[0]!.uri })
  assert.deepEqual(contents, [{ uri: resources[0]!.uri, mimeType: 'text/plain', text: leave }])
  assert.equal((await client.listResourceTemplates()).resourceTemplates.length, 1)
  for (const uri of ['brain://documents/nonsense', `brain://documents/${crypto.randomUUID()}`, 'file:///etc/passwd'])
    await assert.rejects(client.readResource({ uri }), (error: McpError) => error.code === -32_002)
})

test('a program reads what the member of its key may read, and what is foreign is not there', async () => {
  const { workspace, client: ofOwner } = await aHandbook()
  const insider = await workspace.addMember('member')
  const { id: collection } = await insider.client.call(collections.createCollection, {
    body: { name: 'Closed', access: 'members' },
  })
  const body = { title: 'Salaries', text: 'The zyzzyva earns a million.', collection }
  const { documents: made } = await insider.client.call(documents.importDocuments, { body })
  await workspace.settle()
  const id = made[0]!.id
  const ofInsider = await connect(await makeKey(insider, workspace))
  assert.match((await call(ofInsider, 'read_document', { id })).text, /zyzzyva/)
  assert.equal((await ofInsider.listResources()).resources.length, 2)

  const absent = await call(ofOwner, 'read_document', { id: crypto.randomUUID() })
  assert.equal(absent.code, 'document/not-found')
  assert.deepEqual(await call(ofOwner, 'read_document', { id }), absent)
  assert.match((await call(ofInsider, 'search', { query: 'zyzzyva' })).text, /million/)
  // By meaning something is always nearest; it is never what is closed.
  assert.doesNotMatch((await call(ofOwner, 'search', { query: 'zyzzyva' })).text, /million|Salaries/)
  assert.equal((await ofOwner.listResources()).resources.length, 1)
  const other = await aHandbook()
  assert.deepEqual(await call(other.client, 'read_document', { id }), absent)
  assert.equal((await call(other.client, 'ask', { question, agent: crypto.randomUUID() })).code, 'agent/not-found')
})

test('a tool is for keys that have its scope, and refuses what does not fit with a code', async () => {
  const { workspace } = await aHandbook()
  const client = await connect(await makeKey(workspace, workspace, ['mcp.use', 'retrieval.search']))
  assert.deepEqual(
    (await client.listTools()).tools.map(({ name }) => name),
    ['search'],
  )
  for (const [name, input] of [
    ['ask', { question }],
    ['read_document', { id: crypto.randomUUID() }],
  ] as const) {
    const { code, text } = await call(client, name, input)
    assert.equal(code, 'auth/scope-missing')
    assert.match(text, /scope/)
  }
  await assert.rejects(client.listResources(), (error: McpError) => error.code === -32_000)
  const wrong = await call(client, 'search', { query: '', limit: 1_000 })
  assert.equal(wrong.code, 'request/invalid')
  assert.match(wrong.text, /query.*limit/)
  await assert.rejects(client.callTool({ name: 'delete_everything' }), (error: McpError) => error.code === -32_602)
})

test('who has no key, a wrong one or no scope is told so before anything else', async () => {
  const { workspace } = await aHandbook()
  const key = await makeKey(workspace, workspace)
  await assert.rejects(connect('brain_wrong'))
  const cases: [Record<string, string>, number, string][] = [
    [{}, 401, 'auth/required'],
    [{ authorization: `Bearer ${key.slice(0, -1)}` }, 401, 'auth/required'],
    [{ authorization: `Bearer ${await makeKey(workspace, workspace, ['documents.read'])}` }, 403, 'auth/scope-missing'],
    [{ authorization: `Bearer ${key}`, origin: 'https://evil.example' }, 403, 'request/foreign-origin'],
    [{ authorization: `Bearer ${key}`, origin: world.url }, 200, ''],
  ]
  for (const [headers, status, code] of cases) {
    const reply = await send(ping, headers)
    const { error } = (await reply.json()) as { error?: { data: { code: string } } }
    assert.deepEqual([reply.status, error?.data.code ?? ''], [status, code])
    assert.equal(reply.headers.get('www-authenticate'), status === 401 ? 'Bearer' : null)
  }
  const operator = await world.aUser({ isOperator: true })
  const params = { slug: workspace.slug }
  await operator.client.call(instance.changeWorkspace, { params, body: { status: 'suspended' } })
  await delay(1_100) // what a key opens is known for a second
  assert.equal((await send(ping, { authorization: `Bearer ${key}` })).status, 403)
})

test('messages that are none, unknown methods and notifications are answered as JSON-RPC has it', async () => {
  const { workspace } = await aHandbook()
  const headers = { authorization: `Bearer ${await makeKey(workspace, workspace)}` }
  for (const wrong of [[ping], { id: 1 }, 'ping', { ...ping, jsonrpc: '1.0' }]) {
    const reply = await send(wrong, headers)
    assert.equal(reply.status, 400)
    assert.equal(((await reply.json()) as { error: { code: number } }).error.code, -32_600)
  }
  const codeOf = async (message: object) =>
    ((await (await send(message, headers)).json()) as { error: { code: number } }).error.code
  assert.equal(await codeOf({ ...ping, method: 'sampling/createMessage' }), -32_601)
  assert.equal(await codeOf({ ...ping, method: 'tools/call', params: {} }), -32_602)
  const notified = await send({ jsonrpc: '2.0', method: 'notifications/initialized' }, headers)
  assert.deepEqual([notified.status, await notified.text()], [202, ''])
  const listening = await fetch(`${world.url}/mcp`, { headers: { ...headers, accept: 'text/event-stream' } })
  assert.deepEqual([listening.status, listening.headers.get('allow')], [405, 'POST'])
  const hello = { protocolVersion: '1999-01-01', capabilities: {}, clientInfo: { name: 'old', version: '1' } }
  const reply = await send({ ...ping, method: 'initialize', params: hello }, headers)
  assert.equal(((await reply.json()) as { result: { protocolVersion: string } }).result.protocolVersion, '2025-11-25')
})

test('the call of a model ends when the program leaves', async () => {
  const { workspace } = await aHandbook()
  provider.script('mcp-slow', { pieces: Array.from({ length: 200 }, () => 'word '), pieceDelayMs: 50 })
  await workspace.client.call(agents.createAgent, { body: { name: 'Slow', model: 'openai/mcp-slow' } })
  const client = await connect(await makeKey(workspace, workspace))
  const asked = client.callTool({ name: 'ask', arguments: { question, agent: 'Slow' } })
  asked.catch(() => {})
  while (provider.requestsOf('mcp-slow').length === 0) await delay(10)
  await client.close()
  await assert.rejects(asked)
  while (!provider.requestsOf('mcp-slow')[0]!.wasAborted) await delay(10)
})

test('no log holds what programs asked or were told', () => {
  assert.doesNotMatch(world.logLines.join('\n'), /days of leave|zyzzyva/i)
})
