import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { runInParallel } from './run-in-parallel.ts'

const items = Array.from({ length: 20 }, (_, i) => i)

test('every item is worked on once, and never more at a time than allowed', async () => {
  const seen: number[] = []
  let running = 0
  let most = 0
  await runInParallel(items, 4, async (item) => {
    most = Math.max(most, ++running)
    seen.push(item)
    await turn()
    running--
  })
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    items,
  )
  assert.equal(most, 4)
})

test('after an error no further item is begun', async () => {
  const seen: number[] = []
  const work = runInParallel(items, 2, async (item) => {
    seen.push(item)
    await turn()
    if (item === 1) throw new Error('the disk is full')
  })
  await assert.rejects(work, /the disk is full/)
  await turn()
  await turn()
  assert.ok(seen.length < 6, `${seen.length} items were begun`)
})
