import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@brain-ai/sdk'
import { createUploadQueue } from './upload-queue.ts'

type Send = Client['upload']
type Reply = Awaited<ReturnType<Send>>

/** A server that holds every upload until the test answers it. */
function aServer() {
  const sent: { name: string; collection: string | undefined; answer: (reply: Reply) => void; fail: (error: Error) => void }[] =
    []
  const send: Send = ([file], options) => {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    options?.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    sent.push({ name: file!.name, collection: options?.collection, answer: resolve, fail: reject })
    return promise
  }
  return { send, sent }
}

const files = (...names: string[]) => names.map((name) => ({ name, file: new Blob([name]) }))
const accepted = (isDuplicate = false) => ({ documents: [{ id: 'd', isDuplicate }], rejected: [] }) as unknown as Reply
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('only a few files are sent at once; the next starts when one has arrived', async () => {
  const { send, sent } = aServer()
  const arrived: string[] = []
  const queue = createUploadQueue(send, ({ id }) => arrived.push(id), 2)
  queue.add(files('a', 'b', 'c'), 'Handbook')
  assert.deepEqual(
    sent.map(({ name, collection }) => [name, collection]),
    [
      ['a', 'Handbook'],
      ['b', 'Handbook'],
    ],
  )
  sent[0]!.answer(accepted())
  await settled()
  assert.deepEqual(
    sent.map(({ name }) => name),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(
    queue.list().map(({ state }) => state),
    ['sent', 'sending', 'sending'],
  )
  assert.deepEqual(arrived, ['d'])
})

test('a refused file, a known one and a broken connection are told apart', async () => {
  const { send, sent } = aServer()
  const queue = createUploadQueue(send, () => undefined)
  queue.add(files('bad.exe', 'again.md', 'lost.md'), undefined)
  const rejection = { fileName: 'bad.exe', code: 'document/unsupported-type', message: 'No.' }
  sent[0]!.answer({ documents: [], rejected: [rejection] })
  sent[1]!.answer(accepted(true))
  const broken = new Error('gone')
  sent[2]!.fail(broken)
  await settled()
  assert.deepEqual(
    queue.list().map(({ state }) => state),
    ['rejected', 'duplicate', 'rejected'],
  )
  assert.deepEqual(queue.list()[0]!.problem, rejection)
  assert.equal(queue.list()[2]!.problem, broken)
})

test('waiting and running uploads can be stopped, and the list cleared of what is over', async () => {
  const { send, sent } = aServer()
  const queue = createUploadQueue(send, () => undefined, 1)
  queue.add(files('a', 'b', 'c'), undefined)
  const [a, b] = queue.list()
  queue.stop(b!.id)
  queue.stop(a!.id)
  await settled()
  assert.deepEqual(
    queue.list().map(({ name, state }) => [name, state]),
    [
      ['a', 'stopped'],
      ['b', 'stopped'],
      ['c', 'sending'],
    ],
  )
  assert.deepEqual(
    sent.map(({ name }) => name),
    ['a', 'c'],
  )
  queue.clear()
  assert.deepEqual(
    queue.list().map(({ name }) => name),
    ['c'],
  )
})
