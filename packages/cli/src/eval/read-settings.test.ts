import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRetrievalOptions } from '@brain-ai/contract'
import { readSettings } from './read-settings.ts'

test('what is not named has its default, and without --against there is one setting', () => {
  assert.deepEqual(readSettings({}), { a: defaultRetrievalOptions, b: undefined })
  assert.equal(readSettings({ candidates: '20' }).a.candidates, 20)
})

test('--against changes the one option that was named, or those that it names', () => {
  assert.equal(readSettings({ candidates: '20', against: '80' }).b?.candidates, 80)
  assert.equal(readSettings({ against: 'candidates=80' }).b?.candidates, 80)
  assert.equal(readSettings({ against: 'candidates=80' }).a.candidates, defaultRetrievalOptions.candidates)
})

test('values that cannot be meant are refused with what could be', () => {
  assert.throws(() => readSettings({ candidates: 'many' }), /--candidates is a whole number from 10 to 200/)
  assert.throws(() => readSettings({ candidates: '12.5' }), /whole number/)
  assert.throws(() => readSettings({ candidates: '' }), /whole number/)
  assert.throws(() => readSettings({ candidates: '20', against: '5' }), /--against is a whole number/)
  assert.throws(() => readSettings({ against: '80' }), /Say which option --against changes/)
  assert.throws(() => readSettings({ against: 'magic=1' }), /no option "magic"/)
})
