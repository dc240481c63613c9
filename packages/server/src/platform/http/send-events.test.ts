import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { sendEvents } from './send-events.ts'
import type { StreamedEvent } from './serve.ts'

const describeFault = (error: unknown): StreamedEvent => ({
  name: 'error',
  data: { code: error instanceof BrainError ? error.code : 'server/internal' },
})

/** Serves one stream of events; gives the reply to it. */
async function open(events: () => AsyncIterable<StreamedEvent>, signal: AbortSignal) {
  const server = createServer((_, raw) => void sendEvents(raw, {}, events(), describeFault, signal)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [reply] = (await once(get({ port: (server.address() as AddressInfo).port }), 'response')) as [IncomingMessage]
  const close = async () => {
    reply.destroy()
    server.closeAllConnections()
    server.close()
  }
  return { reply, [Symbol.asyncDispose]: close }
}

const readAll = async (reply: IncomingMessage) => Buffer.concat(await reply.toArray()).toString('utf8')

test('a stream whose source hangs ends with a word about the session when the session is over', { timeout: 5_000 }, async () => {
  const session = new AbortController()
  const hang = async function* (): AsyncGenerator<StreamedEvent> {
    yield { name: 'text-delta', data: { text: 'Thirty' } }
    await new Promise(() => {})
  }
  await using stream = await open(hang, session.signal)
  session.abort(new BrainError('auth/required', 'Your session has ended.'))
  assert.match(
    await readAll(stream.reply),
    /^event: text-delta\ndata: .*\n\nevent: error\ndata: \{"code":"auth\/required"\}\n\n$/,
  )
})

test('a stream whose reader does not read is not kept open for a session that is over', { timeout: 10_000 }, async () => {
  const session = new AbortController()
  const closed = Promise.withResolvers<void>()
  let sent = 0
  const flood = async function* (): AsyncGenerator<StreamedEvent> {
    try {
      for (;;) {
        sent++
        yield { name: 'text-delta', data: { text: 'x'.repeat(100_000) } }
      }
    } finally {
      closed.resolve()
    }
  }
  await using stream = await open(flood, session.signal)
  while (sent < 2 || sent !== (await new Promise((resolve) => setTimeout(() => resolve(sent), 200)))) await undefined
  const before = sent
  session.abort(new BrainError('auth/required', 'Your session has ended.'))
  await closed.promise
  assert.equal(sent, before)
  assert.match(await readAll(stream.reply), /"code":"auth\/required"\}\n\n$/)
})

test('a source that fails says so, and one that ends just ends', async () => {
  const { signal } = new AbortController()
  const fails = async function* (): AsyncGenerator<StreamedEvent> {
    yield { name: 'a', data: 1 }
    throw new Error('a bug')
  }
  await using failed = await open(fails, signal)
  assert.equal(await readAll(failed.reply), 'event: a\ndata: 1\n\nevent: error\ndata: {"code":"server/internal"}\n\n')
  const ends = async function* (): AsyncGenerator<StreamedEvent> {
    yield { name: 'a', data: 1 }
  }
  await using ended = await open(ends, signal)
  assert.equal(await readAll(ended.reply), 'event: a\ndata: 1\n\n')
})
