import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { startServerProcess } from './server-process.ts'
import { makeDatabase } from './world.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const dataDir = await mkdtemp(join(tmpdir(), 'brain-survival-'))
const database = await makeDatabase()
const env = { BRAIN_DATA_DIR: dataDir, ...(database ? { DATABASE_URL: database.url } : {}) }
let server = await startServerProcess(env)
after(async () => {
  await server.end('SIGKILL')
  await database?.drop()
  await rm(dataDir, { recursive: true, force: true })
})

async function signIn(): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  return createClient({ baseUrl: server.url, token })
}

async function settle(client: Client): Promise<void> {
  for (;;) {
    const { total } = await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })
    if (total === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('the printed link makes one owner, once', async () => {
  const link = /http:\/\/\S+\/setup\?token=(\S+)/.exec(server.output())
  assert.ok(link, server.output())
  const anonymous = createClient({ baseUrl: server.url })
  const body = { name: 'Owner', ...owner, workspaceName: 'Müller & Söhne', withSample: false }
  await assert.rejects(anonymous.call(contract.setup.setUp, { body: { ...body, token: 'x'.repeat(32) } }), {
    code: 'setup/token-wrong',
  })
  const clicks = await Promise.allSettled(
    [1, 2, 3].map(() => anonymous.call(contract.setup.setUp, { body: { ...body, token: link[1]! } })),
  )
  assert.deepEqual(clicks.filter((click) => click.status === 'fulfilled').length, 1)
  const { user, workspaces } = await (await signIn()).call(contract.auth.getMe, {})
  assert.equal(user.email, owner.email)
  assert.deepEqual(
    workspaces.map(({ slug, role }) => ({ slug, role })),
    [{ slug: 'mueller-soehne', role: 'owner' }],
  )
  await assert.rejects(anonymous.call(contract.setup.setUp, { body: { ...body, token: link[1]! } }), {
    code: 'setup/already-done',
  })
})

test('fifty accepted files survive kill -9 in the middle of their import, each once', async () => {
  const client = await signIn()
  const form = new FormData()
  for (let file = 0; file < 50; file++) {
    const sections = Array.from(
      { length: 12 },
      (_, part) =>
        `## Part ${part}\n\nMachine ${file} runs at ${file * 7 + part} turns. ${'It is oiled with care every week. '.repeat(20)}`,
    )
    form.append(
      'files',
      new Blob([`# Manual ${file}\n\nThe safety word of machine ${file} is signal-${file * 31}.\n\n${sections.join('\n\n')}`]),
      `manual-${file}.md`,
    )
  }
  const reply = await fetch(`${server.url}/api/brain/documents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${(await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })).token}`,
    },
    body: form,
  })
  assert.equal(reply.status, 202)
  const accepted = ((await reply.json()) as { documents: { id: string }[] }).documents
  assert.equal(accepted.length, 50)
  const isUnderWay = async () => {
    const { counts } = await client.call(contract.documents.listDocuments, { query: { limit: 1 } })
    return (counts.ready ?? 0) >= 3
  }
  while (!(await isUnderWay())) await new Promise((resolve) => setTimeout(resolve, 20))

  await server.end('SIGKILL')
  server = await startServerProcess(env)
  const again = await signIn()
  await settle(again)
  const { documents, counts, total } = await again.call(contract.documents.listDocuments, { query: { limit: 200 } })
  assert.equal(total, 50)
  assert.equal(counts.ready, 50, JSON.stringify(counts))
  assert.deepEqual(new Set(documents.map(({ id }) => id)), new Set(accepted.map(({ id }) => id)))
  for (const document of documents) {
    const { total: passages } = await again.call(contract.documents.listPassages, {
      params: { id: document.id },
      query: { limit: 1 },
    })
    assert.equal(passages, document.passages, document.title)
  }
  const answer = await again.call(contract.answers.askQuestion, { body: { question: 'What is the safety word of machine 17?' } })
  assert.match(answer.answer, /signal-527/)
})

test('a polite stop ends with code 0, and the next start answers the same', async () => {
  const question = { body: { question: 'What is the safety word of machine 3?' } }
  const before = await (await signIn()).call(contract.answers.askQuestion, question)
  assert.equal(await server.end('SIGTERM'), 0)
  server = await startServerProcess(env)
  const { answer, citations } = await (await signIn()).call(contract.answers.askQuestion, question)
  assert.equal(answer, before.answer)
  assert.deepEqual(citations, before.citations)
  assert.doesNotMatch(server.output(), /setup\?token/)
})

// A PostgreSQL server serves many processes.
if (!database)
  test('a second process on the same data is refused and told by whom', async () => {
    await assert.rejects(startServerProcess(env), (error: Error) => error.message.includes(String(server.pid)))
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200)
  })

test('an installation can be set up by the environment alone', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'brain-env-'))
  const ownDatabase = await makeDatabase()
  const configured = await startServerProcess({
    BRAIN_DATA_DIR: directory,
    ...(ownDatabase ? { DATABASE_URL: ownDatabase.url } : {}),
    BRAIN_OWNER_EMAIL: owner.email,
    BRAIN_OWNER_PASSWORD: owner.password,
    BRAIN_WORKSPACE: 'acme',
  })
  const { token } = await createClient({ baseUrl: configured.url }).call(contract.auth.signIn, { body: owner })
  const me = await createClient({ baseUrl: configured.url, token }).call(contract.auth.getMe, {})
  assert.equal(me.workspaces[0]?.slug, 'acme')
  assert.doesNotMatch(configured.output(), /setup\?token/)
  await configured.end('SIGTERM')
  await ownDatabase?.drop()
  await rm(directory, { recursive: true, force: true })
})
