import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AnswerState } from '../src/features/answers/known/answer-key.ts'
import {
  collectionCount,
  documentCount,
  type ReadState,
  SimulatedWorkspaces,
  type Step,
  topicCount,
  userCount,
} from './simulated-workspace.ts'

const below = (count: number) => fc.nat(count - 1)
const workspace = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) })
const one = <D extends Step['does']>(does: D) => fc.constant(does)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ does: one('ask'), workspace, user: below(userCount), topic: below(topicCount) }) },
  { weight: 1, arbitrary: fc.record({ does: one('stop'), which: below(10) }) },
  { weight: 2, arbitrary: fc.record({ does: one('write'), workspace, document: below(documentCount) }) },
  { weight: 1, arbitrary: fc.record({ does: one('delete'), workspace, document: below(documentCount) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: one('move'),
      workspace,
      document: below(documentCount),
      collection: below(collectionCount),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: one('name'), workspace, collection: below(collectionCount), user: below(userCount) }),
  },
  { weight: 2, arbitrary: fc.record({ does: one('close'), workspace, collection: below(collectionCount) }) },
  { weight: 1, arbitrary: fc.record({ does: one('change-agent'), workspace }) },
  { weight: 1, arbitrary: fc.record({ does: one('change-model'), workspace }) },
)

const history = fc.record({
  steps: fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }),
  pauses: fc.array(fc.oneof(fc.constant(0), fc.nat(6), fc.nat(40)), { minLength: 7, maxLength: 37, size: 'max' }),
})

let given = 0
const isRight = (breakIt?: (read: ReadState) => ReadState) =>
  fc.asyncProperty(history, async ({ steps, pauses }) => {
    await using simulated = new SimulatedWorkspaces(pauses, breakIt)
    const wrong = await simulated.run(steps)
    given += simulated.given
    assert.equal(wrong, undefined)
  })

test('10,000 histories of questions and changes that fall between them never give a stale or a foreign answer', async () => {
  given = 0
  await fc.assert(isRight(), { numRuns: 10_000 })
  assert.ok(given > 10_000, `only ${given} answers came from the cache`)
})

/** What must be found wrong, or the test above shows nothing. */
const broken: Record<string, (read: ReadState) => ReadState> = {
  'who may read what does not count': (read) => async (ctx) => ({ ...(await read(ctx)), access: '' }),
  'the version of the documents does not count': (read) => async (ctx) => ({ ...(await read(ctx)), corpusVersion: 0 }),
  'which model answers does not count': (read) => async (ctx) => ({
    ...(await read(ctx)),
    models: { chatModels: [], fingerprint: '', hasOwnProviders: false },
  }),
  'nobody looks once more before it is kept': (read) => {
    const seen = new WeakMap<object, Promise<AnswerState>>()
    return (ctx) => seen.getOrInsertComputed(ctx, () => read(ctx))
  },
}

/** Finding the rarest takes 1,700 histories on average; ten thousand were not enough once in some three hundred times. */
const manyHistories = 100_000

for (const [name, breakIt] of Object.entries(broken))
  test(`where ${name}, a wrong answer is found`, async () => {
    const { failed } = await fc.check(isRight(breakIt), { numRuns: manyHistories, endOnFailure: true })
    assert.equal(failed, true)
  })
