import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError, type ErrorCode } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'
import { withRetries } from './retry.ts'

function failing(times: number, error: Error) {
  const waits: number[] = []
  let calls = 0
  const work = async () => {
    if (++calls <= times) throw error
    return calls
  }
  return {
    waits,
    run: (attempts?: number) => withRetries(work, { ...(attempts && { attempts }), wait: async (ms) => void waits.push(ms) }),
  }
}

test('a server that comes back is given the file again', async () => {
  const { run, waits } = failing(3, new ConnectionError('away'))
  assert.equal(await run(), 4)
  assert.ok(waits[2]! > waits[0]!, 'it waits longer each time')
})

test('a server that is too busy says when to come again', async () => {
  const { run, waits } = failing(1, new BrainError('request/rate-limited', 'Slowly.', { retryAfterSeconds: 7 }))
  await run()
  assert.deepEqual(waits, [7000])
})

test('a server that stays away is given up', async () => {
  await assert.rejects(failing(10, new ConnectionError('away')).run(3), /away/)
})

test('a file that cannot be read is not sent twice', async () => {
  for (const code of ['document/damaged', 'auth/required', 'server/internal'] satisfies ErrorCode[]) {
    const { run, waits } = failing(1, new BrainError(code, 'No.'))
    await assert.rejects(run(), /No\./)
    assert.deepEqual(waits, [])
  }
})
