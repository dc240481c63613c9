import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const oneLine = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''))
const sentEvent = fc.record({
  name: fc.constantFrom('message', 'text-delta', 'answer-end'),
  lines: fc.array(fc.oneof(oneLine, fc.constantFrom('Größe €', '🙂', ': colon', ' blank', '')), { minLength: 1, maxLength: 4 }),
  comment: fc.option(oneLine),
})

function written({ name, lines, comment }: { name: string; lines: string[]; comment: string | null }, end: string): string {
  const comments = comment === null ? [] : [`: ${comment}`]
  return [...comments, `event: ${name}`, ...lines.map((line) => `data: ${line}`), '', ''].join(end)
}

function cut(bytes: Uint8Array, places: readonly number[]): ReadableStream<Uint8Array> {
  const bounds = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return new ReadableStream({
    start(controller) {
      for (const [index, from] of bounds.slice(0, -1).entries()) controller.enqueue(bytes.slice(from, bounds[index + 1]))
      controller.close()
    },
  })
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<ServerSentEvent[]> {
  return Array.fromAsync(readServerSentEvents(stream))
}

test('events come out as they went in, wherever the network cuts the bytes', async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.array(sentEvent, { maxLength: 6 }), lineEnd, cuts, async (events, end, places) => {
      const bytes = new TextEncoder().encode(events.map((event) => written(event, end)).join(''))
      const expected = events.map(({ name, lines }) => ({ name, data: lines.join('\n') }))
      assert.deepEqual(await readAll(cut(bytes, places)), expected)
    }),
    { numRuns: 300 },
  )
})

test('every single byte may arrive alone', async () => {
  const bytes = new TextEncoder().encode('event: text-delta\r\ndata: Grüße 🙂\r\ndata: zwei\r\n\r\ndata: ende\r\r')
  const places = Array.from(bytes.keys())
  assert.deepEqual(await readAll(cut(bytes, places)), [
    { name: 'text-delta', data: 'Grüße 🙂\nzwei' },
    { name: 'message', data: 'ende' },
  ])
})

test('an event without its closing empty line is dropped', async () => {
  const bytes = new TextEncoder().encode('data: whole\n\ndata: half\n')
  assert.deepEqual(await readAll(cut(bytes, [])), [{ name: 'message', data: 'whole' }])
})

test('leaving the loop cancels the reply', async () => {
  let isCancelled = false
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: again\n\n')),
    cancel: () => {
      isCancelled = true
    },
  })
  for await (const event of readServerSentEvents(stream)) {
    assert.equal(event.data, 'again')
    break
  }
  assert.equal(isCancelled, true)
})
