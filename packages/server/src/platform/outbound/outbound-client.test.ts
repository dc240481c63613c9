import assert from 'node:assert/strict'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { OutboundClient } from './outbound-client.ts'
import type { OutboundFault } from './outbound-fault.ts'

const server: Server = createServer((request, response) => {
  if (request.url === '/large') return void response.end('x'.repeat(100_000))
  if (request.url === '/moved') return void response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  if (request.url === '/slow') {
    response.write('a')
    return
  }
  if (request.url === '/words') return void sayWords(response, () => response.end())
  if (request.url === '/cut') return void sayWords(response, () => response.socket!.end())
  request.pipe(response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
after(() => {
  server.closeAllConnections()
  server.close()
})

const words = Array.from({ length: 40 }, (_, i) => `word${i} `)

async function sayWords(response: ServerResponse, end: () => void): Promise<void> {
  for (const word of words) {
    response.write(word)
    await delay(2)
  }
  end()
}

const at = (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`
const options = { connectMs: 2_000, maxReplyBytes: 1_000_000, isGuarded: false }
const guarded = { ...options, isGuarded: true }
const isFault = (kind: OutboundFault['kind']) => (error: unknown) => (error as OutboundFault).kind === kind

/** A client for which every name leads to these addresses, one after the other. */
function resolvingTo(...addresses: string[][]): { client: OutboundClient; asked: () => number } {
  let asked = 0
  const client = new OutboundClient({
    allowedHosts: [],
    resolve: (_host, _options, done) => {
      const found = addresses[Math.min(asked++, addresses.length - 1)]!
      done(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    },
  })
  return { client, asked: () => asked }
}

test('a request is sent and its reply is read', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  const reply = await client.fetch(at('/'), { method: 'POST', body: 'Straße' }, options)
  assert.equal(await reply.text(), 'Straße')
})

test('a guarded request does not reach an address of this machine or a private network, however it is written', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  const hosts = ['127.0.0.1', '0x7f.1', '2130706433', '017700000001', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '169.254.169.254']
  for (const host of [...hosts, '10.0.0.1', '[64:ff9b::7f00:1]', '[fe80::1]', '127.0.0.1.'])
    await assert.rejects(client.fetch(at('/', host), {}, guarded), isFault('address-refused'), host)
  await assert.rejects(client.fetch('http://user@127.0.0.1:1/', {}, guarded), isFault('address-refused'))
})

test('nor by a name that leads there', async () => {
  for (const found of [['127.0.0.1'], ['10.1.2.3'], ['::1'], ['93.184.216.34', '192.168.0.1']]) {
    const { client, asked } = resolvingTo(found)
    await assert.rejects(client.fetch(at('/', 'models.example.com'), {}, guarded), isFault('address-refused'), found.join())
    assert.equal(asked(), 1)
  }
})

test('a name is asked once for each connection, so a second answer that differs helps nobody', async () => {
  // The second answer would be this server: it must never be asked for.
  const { client, asked } = resolvingTo(['10.0.0.7'], ['127.0.0.1'])
  await assert.rejects(client.fetch(at('/', 'rebinding.example.com'), {}, guarded), isFault('address-refused'))
  assert.equal(asked(), 1)
})

test('a private server that the operator names is reached', async () => {
  for (const host of ['127.0.0.1', `127.0.0.1:${port}`]) {
    using client = new OutboundClient({ allowedHosts: [host] })
    assert.equal((await client.fetch(at('/'), {}, guarded)).status, 200)
  }
  using other = new OutboundClient({ allowedHosts: ['127.0.0.1:1'] })
  await assert.rejects(other.fetch(at('/'), {}, guarded), isFault('address-refused'))
})

test('a redirect is handed over and not followed', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  assert.equal((await client.fetch(at('/moved'), {}, options)).status, 302)
})

test('a reply that is larger than agreed is broken off', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  const reply = await client.fetch(at('/large'), {}, { ...options, maxReplyBytes: 50_000 })
  await assert.rejects(reply.text(), isFault('too-large'))
})

test('a reply in many small pieces is handed on in fewer, whole, and its connection serves the next request', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  for (let round = 0; round < 2; round++) {
    const reply = await client.fetch(at('/words'), {}, { ...options, isPaced: true })
    const pieces = await Array.fromAsync(reply.body!, (piece) => Buffer.from(piece).toString())
    assert.equal(pieces.join(''), words.join(''))
    assert.ok(pieces.length > 10 && pieces.length < 30, `${pieces.length} pieces`)
  }
  assert.equal(await (await client.fetch(at('/'), { method: 'POST', body: 'next' }, options)).text(), 'next')
})

test('what was said before a reply breaks off is handed on, also where it waits', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  const reply = await client.fetch(at('/cut'), {}, { ...options, isPaced: true })
  let text = ''
  const reading = async () => {
    for await (const piece of reply.body!) text += Buffer.from(piece).toString()
  }
  await assert.rejects(reading(), isFault('cut'))
  assert.equal(text, words.join(''))
})

test('a signal ends the request, before the reply and in the middle of it', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  const early = AbortSignal.abort(new Error('not wanted'))
  await assert.rejects(client.fetch(at('/'), { signal: early }, options), /not wanted/)
  const controller = new AbortController()
  const reply = await client.fetch(at('/slow'), { signal: controller.signal }, options)
  const reading = reply.text()
  controller.abort(new Error('changed my mind'))
  await assert.rejects(reading, /changed my mind/)
})

test('where nobody listens is told from a name that nobody has', async () => {
  using client = new OutboundClient({ allowedHosts: [] })
  await assert.rejects(client.fetch('http://127.0.0.1:1/', {}, options), isFault('unreachable'))
})
