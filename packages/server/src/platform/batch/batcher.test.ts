import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { Batcher } from './batcher.ts'

test('what comes in the same breath or while a batch is at work goes together, and each gets its own', async () => {
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
  const batcher = new Batcher(
    async (inputs: readonly number[], group) => {
      batches.push(`${group} ${inputs.length}`)
      await delay(1)
      return inputs
    },
    { mostAtOnce: 2 },
  )
  await Promise.all([1, 2, 3, 4].flatMap((input) => [batcher.run(input, 'a'), batcher.run(input, 'b')]))
  assert.deepEqual(batches.toSorted(), ['a 2', 'a 2', 'b 2', 'b 2'])
})

test('where it gathers until the end of the turn, what other callbacks of the turn bring goes along; a full batch waits for nothing', async () => {
  const batches: (readonly number[])[] = []
  const work = async (inputs: readonly number[]) => {
    batches.push(inputs)
    await delay(1)
    return inputs
  }
  const batcher = new Batcher(work, { mostAtOnce: 3, until: 'turn' })
  const inTicks = (input: number) =>
    new Promise<number>((resolve) => process.nextTick(() => Promise.resolve().then(() => resolve(batcher.run(input)))))
  assert.deepEqual(await Promise.all([1, 2].map(inTicks)), [1, 2])
  assert.deepEqual(batches, [[1, 2]])
  const four = [3, 4, 5, 6].map((input) => batcher.run(input))
  assert.deepEqual(batches, [
    [1, 2],
    [3, 4, 5],
  ])
  assert.deepEqual(await Promise.all(four), [3, 4, 5, 6])
  assert.deepEqual(batches.at(-1), [6])
})
