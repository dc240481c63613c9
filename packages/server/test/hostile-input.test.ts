import assert from 'node:assert/strict'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, type DocumentView, type ErrorCode } from '@brain-ai/contract'
import * as hostile from './fixtures/hostile-files.ts'
import { startWorld, type TestWorkspace } from './world.ts'

// A worker with little memory, so that a file of a few megabytes is enough to exhaust it.
const world = await startWorld({ BRAIN_EXTRACTION_MEMORY_MB: '64' })
const workspace = await world.aWorkspace()
const { client } = workspace
const maxMs = 250
const megabyte = 1_000_000

type Content = Uint8Array | string | Iterable<Uint8Array>
interface SentFile {
  name: string
  content: Content
}
interface ImportReply {
  documents: DocumentView[]
  rejected: { fileName: string; code: string; message: string }[]
}

const headersOf = ({ token, slug }: TestWorkspace) => ({ authorization: `Bearer ${token}`, 'x-workspace-slug': slug })

/** A multipart body made piece by piece, with names that no well-behaved client would send. */
function* multipart(files: readonly SentFile[]): Generator<Uint8Array> {
  for (const { name, content } of files) {
    yield Buffer.from(`--frontier\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`)
    if (typeof content === 'string') yield Buffer.from(content)
    else if (content instanceof Uint8Array) yield content
    else yield* content
    yield Buffer.from('\r\n')
  }
  yield Buffer.from('--frontier--\r\n')
}

const post = (path: string, type: string, body: Iterable<Uint8Array>) =>
  fetch(world.url + path, {
    method: 'POST',
    headers: { ...headersOf(workspace), 'content-type': type },
    body: ReadableStream.from(body),
    duplex: 'half',
  } as RequestInit)

async function send(...files: SentFile[]): Promise<ImportReply> {
  const reply = await post('/api/brain/documents', 'multipart/form-data; boundary=frontier', multipart(files))
  assert.equal(reply.status, 202, await reply.clone().text())
  return (await reply.json()) as ImportReply
}

const sent = ({ name, bytes }: hostile.HostileFile): SentFile => ({ name, content: bytes })
let goodFiles = 0
const aGoodFile = (): SentFile => ({ name: 'good.txt', content: `Good file number ${++goodFiles} is taken.` })

/** `bytes` of the letter x, of which only one piece is ever in memory. */
function* letters(bytes: number): Generator<Uint8Array> {
  const piece = new Uint8Array(megabyte).fill(0x78)
  for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length))
}

const get = (id: string) => client.call(contract.documents.getDocument, { params: { id } })

/** Waits until nobody works on a document any more. */
async function settled(id: string): Promise<DocumentView> {
  for (;;) {
    const document = await get(id)
    if (document.state === 'ready' || document.state === 'failed') return document
    await delay(25)
  }
}

async function assertReady(document: DocumentView | undefined): Promise<void> {
  assert.ok(document)
  const { state, failure } = await settled(document.id)
  assert.deepEqual({ state, failure }, { state: 'ready', failure: null })
}

function assertTooLarge({ documents, rejected }: ImportReply): void {
  assert.deepEqual(documents, [])
  assert.deepEqual(
    rejected.map(({ fileName, code }) => [fileName, code]),
    [['huge.txt', 'document/too-large']],
  )
}

async function deleteForGood({ id }: DocumentView): Promise<void> {
  await client.call(contract.documents.deleteDocument, { params: { id }, query: { permanently: 'true' } })
  await assert.rejects(get(id), { code: 'document/not-found' })
}

/** Asks all the while whether the server is alive, and looks how much memory the process takes. */
function watch() {
  const took: number[] = []
  let peakBytes = 0
  let isOver = false
  const run = async () => {
    while (!isOver) {
      const started = performance.now()
      const reply = await fetch(`${world.url}/livez`)
      await reply.arrayBuffer()
      assert.equal(reply.status, 200)
      took.push(performance.now() - started)
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
      await delay(20)
    }
  }
  const running = run()
  return async () => {
    isOver = true
    await running
    return { took, peakBytes }
  }
}

// Made before anything is measured: packing a bomb takes this process a second.
interface Case {
  what: string
  file: SentFile
  code: ErrorCode
  /** What is wrong, and what to do about it. */
  says: RegExp
}

// What the first look at a file finds is told in the reply to the upload.
const rejected: Case[] = [
  { what: 'an empty file', file: sent(hostile.emptyFile()), code: 'document/empty', says: /is empty.*upload it again/ },
  { what: 'a blank file', file: sent(hostile.blankFile()), code: 'document/empty', says: /is empty.*upload it again/ },
  {
    what: 'a renamed program',
    file: sent(hostile.renamedExecutable()),
    code: 'document/unsupported-type',
    says: /This is a Windows program, although its name ends in \.pdf\. Upload .*PDF/,
  },
  {
    what: 'binary noise',
    file: sent(hostile.binaryNoise()),
    code: 'document/unsupported-type',
    says: /no text that can be read.*Upload .*PDF/,
  },
  {
    what: 'an office file with a password',
    file: sent(hostile.encryptedOffice()),
    code: 'document/password-protected',
    says: /protected by a password\. Save it without one/,
  },
  {
    what: 'half a Word document',
    file: sent(hostile.truncatedDocx()),
    code: 'document/damaged',
    says: /is damaged.*save it again/,
  },
  {
    what: 'a file of 200 MB',
    file: { name: 'huge.txt', content: letters(200 * megabyte) },
    code: 'document/too-large',
    says: /more than 100 MB.*Split it/,
  },
]

// What only reading it can find is told by the document.
const failed: Case[] = [
  { what: 'a broken PDF', file: sent(hostile.brokenPdf()), code: 'document/damaged', says: /is damaged.*save it again/ },
  {
    what: 'a PDF in a circle',
    file: sent(hostile.circularPdf()),
    code: 'document/damaged',
    says: /damaged.*save it again/,
  },
  {
    what: 'a PDF with a password',
    file: sent(hostile.passwordPdf()),
    code: 'document/password-protected',
    says: /protected by a password\. Save it without one/,
  },
  { what: 'a scanned PDF', file: sent(hostile.scannedPdf()), code: 'document/no-text', says: /scanned.*Upload a version/ },
  {
    what: 'a zip bomb',
    file: sent(hostile.zipBomb(60)),
    code: 'document/unpacks-too-large',
    says: /unpacks to far more.*save it again/,
  },
  {
    what: 'a zip bomb that lies about its size',
    file: sent(hostile.lyingZipBomb()),
    code: 'document/unpacks-too-large',
    says: /unpacks to far more.*save it again/,
  },
  {
    what: 'a presentation of a billion laughs',
    file: sent(hostile.billionLaughs()),
    code: 'document/damaged',
    says: /declares XML entities.*save it again/,
  },
  {
    what: 'a line of 100 MB',
    file: { name: 'line.txt', content: letters(100 * megabyte) },
    code: 'document/too-much-text',
    says: /more than 20,000,000 characters.*split it/,
  },
]

describe('hostile input', { timeout: 120_000 }, () => {
  const startBytes = process.memoryUsage.rss()
  let stopWatching: ReturnType<typeof watch>
  before(() => {
    stopWatching = watch()
  })
  after(() => stopWatching())

  for (const { what, file, code, says } of rejected) {
    test(`${what} is refused with what to do, and the good file beside it is read`, async () => {
      const reply = await send(file, aGoodFile())
      assert.deepEqual(
        reply.rejected.map((one) => [one.fileName, one.code]),
        [[file.name, code]],
      )
      assert.match(reply.rejected[0]!.message, says)
      assert.equal(reply.documents.length, 1)
      await assertReady(reply.documents[0])
    })
  }

  for (const { what, file, code, says } of failed) {
    test(`${what} fails with what to do, can be deleted, and the good file beside it is read`, async () => {
      const { documents, rejected } = await send(file, aGoodFile())
      assert.deepEqual(rejected, [])
      const [bad, good] = documents
      await assertReady(good)
      const { state, failure } = await settled(bad!.id)
      assert.deepEqual([state, failure?.code, failure?.isRetryable], ['failed', code, false])
      assert.match(failure!.message, says)
      await deleteForGood(bad!)
    })
  }

  test('a page that takes too much memory fails, can be tried again, and deleted', async () => {
    const content = `<html><body>${'<p>x</p>'.repeat(700_000)}</body></html>`
    const { documents } = await send({ name: 'many.html', content }, aGoodFile())
    const [bad, good] = documents
    await assertReady(good)
    const isOutOfMemory = async () => {
      const { failure } = await settled(bad!.id)
      assert.deepEqual([failure?.code, failure?.isRetryable], ['document/extraction-memory', true])
      assert.match(failure!.message, /more than 64 MB of memory.*Split it/)
    }
    await isOutOfMemory()
    const again = await client.call(contract.documents.retryDocument, { params: { id: bad!.id } })
    assert.deepEqual([again.state, again.failure], ['queued', null])
    await isOutOfMemory()
    await deleteForGood(bad!)
  })

  test('text in another encoding is read letter by letter', async () => {
    const words = 'Grüße aus Köln: über den Fluß führt eine Brücke.'
    for (const { bytes, name } of [
      hostile.utf16File(words),
      hostile.unmarkedUtf16File(`${words} Ohne Zeichen am Anfang.`),
      hostile.windows1252File(words),
    ]) {
      const { documents } = await send({ name, content: bytes })
      await assertReady(documents[0])
      const { text: read } = await client.call(contract.documents.getContent, { params: { id: documents[0]!.id } })
      assert.ok(read.startsWith(words), read)
    }
  })

  test('a line of a million letters is read', async () => {
    const { documents } = await send({ name: 'line.txt', content: letters(megabyte) }, aGoodFile())
    for (const document of documents) await assertReady(document)
  })

  test('file names that lie are stored clean and short', async () => {
    const expected: [string, string][] = [
      ['../../etc/passwd', 'passwd'],
      ['..\\..\\windows\\system32\\hosts', 'hosts'],
      ['/absolute/path/report.txt', 'report.txt'],
      ['invoice\u202efdp.txt', 'invoicefdp.txt'],
      ['\u200fzero\u200bwidth\ufeff.txt', 'zerowidth.txt'],
      ['nul\u0000byte.txt', 'nulbyte.txt'],
      ['..', 'unnamed'],
      [`${'long'.repeat(74)}.txt`, `${'long'.repeat(49)}.txt`],
    ]
    const { documents } = await send(...expected.map(([name]) => ({ name, content: `The file ${JSON.stringify(name)}.` })))
    assert.deepEqual(
      documents.map((one) => one.fileName),
      expected.map(([, clean]) => clean),
    )
    for (const { id } of documents) {
      const { fileName, title, state } = await settled(id)
      assert.equal(state, 'ready')
      for (const shown of [fileName, title]) assert.match(shown!, /^[^\p{Cc}\p{Cf}/\\]{1,200}$/u)
    }
    for (const [name, clean] of [expected[0]!, expected[5]!]) {
      const path = `/api/brain/documents?fileName=${encodeURIComponent(name)}`
      const reply = await post(path, 'application/octet-stream', [Buffer.from(`A raw body named ${clean}.`)])
      assert.equal(((await reply.json()) as ImportReply).documents[0]?.fileName, clean)
    }
  })

  test('of more files than are taken at once, each of the others is named', async () => {
    const files = Array.from({ length: 205 }, (_, number) => ({ name: `${number}.txt`, content: `Small file ${number}.` }))
    const { documents, rejected } = await send(...files)
    assert.equal(documents.length, 200)
    assert.deepEqual(
      rejected.map(({ fileName, code }) => [fileName, code]),
      [200, 201, 202, 203, 204].map((number) => [`${number}.txt`, 'document/too-many-files']),
    )
    assert.match(rejected[0]!.message, /At most 200 files.*another request/)
  })

  test('more files than any request carries end it with what to do', async () => {
    const files = Array.from({ length: 2001 }, (_, number) => ({ name: `${number}.txt`, content: '' }))
    const reply = await post('/api/brain/documents', 'multipart/form-data; boundary=frontier', multipart(files))
    const { code, detail } = (await reply.json()) as { code: string; detail: string }
    assert.deepEqual([reply.status, code], [413, 'document/too-many-files'])
    assert.match(detail, /at most 2000 files.*smaller groups/)
  })

  test('a raw body over the limit is taken in to its end and told so', async () => {
    const sending = request(`${world.url}/api/brain/documents?fileName=huge.txt`, {
      method: 'POST',
      headers: { ...headersOf(workspace), 'content-type': 'application/octet-stream' },
    })
    const replied = once(sending, 'response') as Promise<[IncomingMessage]>
    await pipeline(Readable.from(letters(200 * megabyte)), sending)
    const [reply] = await replied
    assertTooLarge(JSON.parse(await text(reply)) as ImportReply)
  })

  test('of an upload that breaks off nothing is kept', async () => {
    const count = async () => (await client.call(contract.documents.listDocuments, { query: { limit: 1 } })).total
    const documents = await count()
    const [half] = multipart([{ name: 'half.txt', content: '' }])
    await breakOff('?fileName=short.txt', 'application/octet-stream', 1000, 'A part of what was announced.')
    await breakOff('?fileName=huge.txt', 'application/octet-stream', 300 * megabyte, 'A part of what was announced.')
    await breakOff('', 'multipart/form-data; boundary=frontier', 1000, `${Buffer.from(half!)}A part of what was announced.`)
    assert.equal(await count(), documents)
    assert.deepEqual(globSync(join(world.dataDir, '**/*.part')), [])
  })

  test('in the end nothing is being worked on, no original is left behind, and the server found no fault with itself', async () => {
    const documents = await workspace.settle()
    assert.deepEqual(
      documents.filter((one) => one.state !== 'ready').map((one) => [one.title, one.failure]),
      [],
    )
    const { total } = await client.call(contract.documents.listDocuments, { query: { limit: 1 } })
    const originals = () => globSync(`blobs/${workspace.id}/*/*`, { cwd: world.dataDir }).length
    for (const deadline = Date.now() + 5_000; originals() !== total && Date.now() < deadline; ) await delay(50)
    assert.equal(originals(), total)
    assert.deepEqual(
      world.logLines.filter((line) => (JSON.parse(line) as { level: string }).level === 'error'),
      [],
    )
  })

  test('the server answered all the while, and kept its memory', async () => {
    const { took, peakBytes } = await stopWatching()
    assert.ok(took.length > 100)
    // The machine may be busy with something else for a moment, so a single slow answer proves nothing.
    const slow = took.filter((ms) => ms > maxMs)
    assert.ok(slow.length <= took.length / 20, `Of ${took.length} answers these took longer than ${maxMs} ms: ${slow}`)
    // A hang is what this looks for, not speed: other work may hold both cores for a moment.
    assert.ok(Math.max(...took) < 5000, `The slowest answer took ${Math.max(...took)} ms.`)
    const grownMb = (peakBytes - startBytes) / megabyte
    assert.ok(grownMb < 800, `The process grew by ${grownMb} MB.`)
  })
})

/** Uploads over a bare socket less than was announced, and hangs up. */
async function breakOff(query: string, type: string, announcedBytes: number, body: string): Promise<void> {
  const { hostname, port } = new URL(world.url)
  const headers = { host: hostname, ...headersOf(workspace), 'content-type': type, 'content-length': announcedBytes }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const socket = connect(Number(port), hostname)
  socket.write(`POST /api/brain/documents${query} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  await delay(100)
  socket.destroy()
  await delay(200)
}
