import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertVectorsFit, chooseIndex, embeddedText, retryDelayMs } from './generation.ts'

test('few vectors are compared one by one, many are indexed, and on the embedded database none', () => {
  assert.equal(chooseIndex('native', 7_299, 384), undefined)
  assert.equal(chooseIndex('native', 7_300, 384), 'hnsw')
  assert.equal(chooseIndex('native', 5_780, 1_536), undefined)
  assert.equal(chooseIndex('native', 5_781, 1_536), 'hnsw_bit')
  assert.equal(chooseIndex('embedded', 1_000_000, 384), undefined)
})

test('a model reads where a passage stands before what it says, and no title twice', () => {
  assert.equal(embeddedText({ title: 'Leave', headingPath: ['Leave', 'Sick'], text: 'Ten days.' }), 'Leave › Sick\n\nTen days.')
})

test('a provider is waited for longer each time, and ten minutes at most', () => {
  assert.deepEqual([0, 1, 2].map(retryDelayMs), [5_000, 10_000, 20_000])
  assert.equal(retryDelayMs(500), 600_000)
})

test('vectors that are too few, of another length or not made of numbers are refused', () => {
  const vector = (...numbers: number[]) => Float32Array.from(numbers)
  assertVectorsFit([vector(1, 0), vector(0, 1)], 2, null)
  assert.throws(() => assertVectorsFit([vector(1, 0)], 2, 2), { code: 'model/refused' })
  assert.throws(() => assertVectorsFit([vector(1, 0), vector(1)], 2, null), { code: 'model/refused' })
  assert.throws(() => assertVectorsFit([vector(1, 0)], 1, 3), { code: 'model/refused' })
  assert.throws(() => assertVectorsFit([vector(1, Number.NaN)], 1, 2), { code: 'model/refused' })
})
