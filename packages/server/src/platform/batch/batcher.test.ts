import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { Batcher } from './batcher.ts'

test('what comes in the same turn of the event loop or while a batch is at work goes together, and each gets its own', async () => {
  const batches: (readonly number[])[] = []
  const batcher = new Batcher(async (inputs: readonly number[]) => {
    batches.push(inputs)
    await delay(1)
    return inputs.map((input) => input * 2)
  })
  const first = [1, 2].map((input) => batcher.run(input))
  await turn()
  const outputs = await Promise.all([...first, ...[3, 4].map((input) => batcher.run(input))])
  assert.deepEqual(outputs, [2, 4, 6, 8])
  assert.deepEqual(batches, [
    [1, 2],
    [3, 4],
  ])
  assert.equal(await batcher.run(5), 10)
  assert.deepEqual(batches.at(-1), [5])
})

test('one that cannot be done fails alone', async () => {
  const batcher = new Batcher(async (inputs: readonly number[]) => {
    await delay(1)
    if (inputs.includes(3)) throw new Error('not three')
    return inputs
  })
  const settled = await Promise.allSettled([1, 2, 3, 4].map((input) => batcher.run(input)))
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('groups do not wait for each other and are never mixed, and a batch is no larger than it may be', async () => {
  const batches: string[] = []
  const batcher = new Batcher(async (inputs: readonly number[], group) => {
    batches.push(`${group} ${inputs.length}`)
    await delay(1)
    return inputs
  }, 2)
  await Promise.all([1, 2, 3, 4].flatMap((input) => [batcher.run(input, 'a'), batcher.run(input, 'b')]))
  assert.deepEqual(batches.toSorted(), ['a 2', 'a 2', 'b 2', 'b 2'])
})
