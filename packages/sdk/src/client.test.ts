import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError, contract } from '@brain-ai/contract'
import { createClient } from './client.ts'
import { ConnectionError } from './errors.ts'

const id = '018f3a52-7e0c-7cc4-9d3a-3f0d9a1b2c3d'

interface Sent {
  url: string
  method: string | undefined
  headers: Headers
  body: unknown
}

/** A client whose replies are given and whose requests are kept. */
function aClient(reply: () => Response | Promise<Response>, workspace: string | (() => string) = 'acme') {
  const sent: Sent[] = []
  const fetchReply: typeof fetch = async (url, init) => {
    sent.push({ url: String(url), method: init?.method, headers: new Headers(init?.headers), body: init?.body })
    return reply()
  }
  return { client: createClient({ baseUrl: 'http://brain.test', token: 'secret', workspace, fetch: fetchReply }), sent }
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status })

test('a call fills the path, the query, the body and the headers from the contract', async () => {
  const { client, sent } = aClient(
    () => json({ id }),
    () => 'late-choice',
  )
  await client.call(contract.documents.updateDocument, { params: { id: 'a/b' }, body: { title: 'Leave policy' } })
  await client.call(contract.documents.listDocuments, { query: { q: 'a&b', state: undefined, limit: 20 } })

  assert.equal(sent[0]?.url, 'http://brain.test/api/brain/documents/a%2Fb')
  assert.equal(sent[0]?.method, 'PATCH')
  assert.equal(sent[0]?.body, '{"title":"Leave policy"}')
  assert.equal(sent[0]?.headers.get('x-workspace-slug'), 'late-choice')
  assert.equal(sent[0]?.headers.get('authorization'), 'Bearer secret')
  assert.equal(sent[1]?.url, 'http://brain.test/api/brain/documents?q=a%26b&limit=20')
  assert.equal(sent[1]?.headers.get('content-type'), null)
})

test('a problem becomes a BrainError that carries the request id', async () => {
  const problem = { type: '', title: '', status: 404, detail: 'There is none.', code: 'document/not-found', requestId: 'r-1' }
  const { client } = aClient(() => json(problem, 404))
  await assert.rejects(client.call(contract.documents.getDocument, { params: { id } }), (error) => {
    assert(error instanceof BrainError)
    assert.equal(error.code, 'document/not-found')
    assert.equal(error.message, 'There is none.')
    assert.equal(error.details.requestId, 'r-1')
    return true
  })
})

test('a proxy that answers in HTML becomes an error of ours', async () => {
  const { client } = aClient(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  await assert.rejects(client.call(contract.auth.getMe), { name: 'BrainError', code: 'server/stopping' })
})

test('no connection is an error of its own, and an abort stays an abort', async () => {
  const offline = aClient(() => Promise.reject(new TypeError('fetch failed')))
  await assert.rejects(offline.client.call(contract.auth.getMe), ConnectionError)
  const aborted = aClient(() => Promise.reject(new DOMException('stopped', 'AbortError')))
  await assert.rejects(aborted.client.call(contract.auth.getMe), { name: 'AbortError' })
})

test('a stream gives typed events and skips those it does not know', async () => {
  const text = 'event: text-delta\ndata: {"text":"Thirty","offset":0}\n\nevent: later-invention\ndata: {}\n\n'
  const { client, sent } = aClient(() => new Response(text, { headers: { 'content-type': 'text/event-stream' } }))
  const events = await Array.fromAsync(client.stream(contract.answers.askQuestion, { body: { question: 'How many days?' } }))
  assert.deepEqual(events, [{ name: 'text-delta', data: { text: 'Thirty', offset: 0 } }])
  assert.equal(sent[0]?.headers.get('accept'), 'text/event-stream')
})

test('a stream that breaks is a connection error', async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) })
  const { client } = aClient(() => new Response(broken))
  await assert.rejects(
    Array.fromAsync(client.stream(contract.answers.askQuestion, { body: { question: 'Why?' } })),
    ConnectionError,
  )
})

test('files go out as one multipart form with their names', async () => {
  const { client, sent } = aClient(() => json({ documents: [], rejected: [] }, 202))
  await client.upload(
    [
      { name: 'a.txt', content: new Blob(['one']) },
      { name: 'b.md', content: new Blob(['two']) },
    ],
    { collection: 'HR' },
  )
  const files = (sent[0]!.body as FormData).getAll('files') as File[]
  assert.deepEqual(
    files.map((file) => file.name),
    ['a.txt', 'b.md'],
  )
  assert.equal(sent[0]?.url, 'http://brain.test/api/brain/documents?collection=HR')
})

test('a new version is a raw body that names its file', async () => {
  const { client, sent } = aClient(() => json({ id }, 202))
  await client.replaceContent(id, { name: 'plan 2.pdf', content: new Blob(['%PDF']) })
  assert.equal(sent[0]?.method, 'PUT')
  assert.equal(sent[0]?.url, `http://brain.test/api/brain/documents/${id}/content?fileName=plan+2.pdf`)
  assert.equal(sent[0]?.headers.get('content-type'), 'application/octet-stream')
})

test('what may be reached as a file comes as bytes', async () => {
  const { client } = aClient(() => new Response('%PDF'))
  const blob = await client.call(contract.documents.getOriginal, { params: { id } })
  assert.equal(await blob.text(), '%PDF')
})
