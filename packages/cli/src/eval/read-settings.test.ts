import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRetrievalOptions } from '@brain-ai/contract'
import { readSettings } from './read-settings.ts'

test('what is not named has its default, and without --against there is one setting', () => {
  assert.deepEqual(readSettings({}), { a: defaultRetrievalOptions, b: undefined })
  assert.equal(readSettings({ 'ranked-again': '20' }).a.rankedAgain, 20)
})

test('--against changes the one option that was named, or those that it names', () => {
  assert.equal(readSettings({ 'ranked-again': '20', against: '80' }).b?.rankedAgain, 80)
  assert.equal(readSettings({ against: 'ranked-again=80' }).b?.rankedAgain, 80)
  assert.equal(readSettings({ against: 'ranked-again=80' }).a.rankedAgain, defaultRetrievalOptions.rankedAgain)
})

test('values that cannot be meant are refused with what could be', () => {
  assert.throws(() => readSettings({ 'ranked-again': 'many' }), /--ranked-again is a whole number from 1 to 100/)
  assert.throws(() => readSettings({ 'ranked-again': '12.5' }), /whole number/)
  assert.throws(() => readSettings({ 'ranked-again': '' }), /whole number/)
  assert.throws(() => readSettings({ 'ranked-again': '20', against: '500' }), /--against is a whole number/)
  assert.throws(() => readSettings({ against: '80' }), /Say which option --against changes/)
  assert.throws(() => readSettings({ against: 'magic=1' }), /no option "magic"/)
})
