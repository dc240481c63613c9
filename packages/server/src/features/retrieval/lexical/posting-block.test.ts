import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  blockOf,
  blockSize,
  decodePostings,
  encodePostings,
  lengthOfStep,
  quantizeLength,
  withoutOrdinals,
} from './posting-block.ts'

const ordinalInBlock = fc.integer({ min: 0, max: blockSize - 1 })
const postingsOfBlock = (block: number) =>
  fc.uniqueArray(ordinalInBlock, { maxLength: 60 }).chain((ordinals) =>
    fc.tuple(
      ...ordinals.map((ordinal) =>
        fc.record({
          ordinal: fc.constant(block * blockSize + ordinal),
          frequency: fc.integer({ min: 1, max: 255 }),
          length: fc.integer({ min: 1, max: 60_000 }),
        }),
      ),
    ),
  )

test('postings come back from a block as they went in, their length within one step', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 70 }).chain((block) => fc.tuple(fc.constant(block), postingsOfBlock(block))),
      ([block, postings]) => {
        const decoded = decodePostings(block, encodePostings(postings))
        assert.equal(decoded.length, postings.length)
        for (const [i, posting] of postings.entries()) {
          assert.equal(decoded[i]!.ordinal, posting.ordinal)
          assert.equal(blockOf(posting.ordinal), block)
          assert.equal(decoded[i]!.frequency, posting.frequency)
          assert.equal(decoded[i]!.length, lengthOfStep(quantizeLength(posting.length)))
          assert.ok(Math.abs(Math.log2(1 + decoded[i]!.length) - Math.log2(1 + posting.length)) <= 1 / 32 + 1e-9)
        }
      },
    ),
  )
})

test('taking ordinals out of a block leaves the block that never had them', () => {
  fc.assert(
    fc.property(postingsOfBlock(3), fc.func(fc.boolean()), (postings, isTaken) => {
      const taken = postings.filter(({ ordinal }) => isTaken(ordinal))
      const kept = postings.filter(({ ordinal }) => !isTaken(ordinal))
      const left = withoutOrdinals(3, encodePostings(postings), new Set(taken.map(({ ordinal }) => ordinal)))
      assert.deepEqual(left, encodePostings(kept))
    }),
  )
})

test('a term that stands more than 255 times in a passage counts as 255', () => {
  const [posting] = decodePostings(0, encodePostings([{ ordinal: 7, frequency: 1000, length: 10 }]))
  assert.equal(posting!.frequency, 255)
})
