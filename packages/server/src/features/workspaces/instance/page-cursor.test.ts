import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { containing, cutPage, readCursor } from './page-cursor.ts'

const row = fc.record(
  { micros: fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }).map(String), id: fc.uuid() },
  { noNullPrototype: true },
)

test('a cursor leads back to the last row that was shown, and there is one only where more follow', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), (rows, limit) => {
      const { shown, nextCursor } = cutPage(rows, limit)
      assert.deepEqual(shown, rows.slice(0, limit))
      assert.deepEqual(nextCursor === null ? undefined : readCursor(nextCursor), rows.length > limit ? shown.at(-1) : undefined)
    }),
  )
})

test('a text that is no cursor is refused as such', () => {
  const isRefused = (text: string) => assert.throws(() => readCursor(text), { code: 'request/invalid' }, text)
  fc.assert(fc.property(fc.string(), isRefused))
  fc.assert(fc.property(fc.json(), (json) => isRefused(Buffer.from(json).toString('base64url'))))
  for (const pair of [['1'], ['1', ''], ['-1', 'a'], ['1e3', 'a'], [1, 'a'], ['1', "a' or 1=1"], ['1', 'a\0']])
    isRefused(Buffer.from(JSON.stringify(pair)).toString('base64url'))
})

test('what is searched for keeps its characters', () => {
  assert.equal(containing('50%_\\'), '%50\\%\\_\\\\%')
})
