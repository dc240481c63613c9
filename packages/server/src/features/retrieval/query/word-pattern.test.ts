import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namePattern, partPattern, wordsPattern } from './word-pattern.ts'

// PostgreSQL writes code points beyond four digits in another way; the rest of these patterns means the same to both.
const fits = (pattern: string, text: string) => new RegExp(pattern.replace(/\\U0000/g, '\\u'), 'm').test(text)

test('words in a row fit in either case, with anything but words between them', () => {
  const pattern = wordsPattern('Übernachtung im Hotel')
  assert.ok(fits(pattern, 'Die ÜBERNACHTUNG\nim – Hotel.'))
  assert.ok(!fits(pattern, 'Die Übernachtung nur im Hotel.'))
  assert.ok(!fits(pattern, 'Die Übernachtung im Hotelzimmer.'))
  assert.ok(!fits(wordsPattern('bernachtung'), 'Übernachtung'))
  assert.ok(fits(wordsPattern('drei'), '„drei“'))
})

test('scripts that write no spaces have no edges of words', () => {
  assert.ok(fits(wordsPattern('東京'), '私は東京都に住んでいます'))
})

test('a part of a title may stand inside a word, and what is special to a pattern is not special here', () => {
  assert.ok(fits(partPattern('hand'), 'Mitarbeiterhandbuch'))
  assert.ok(fits(partPattern('100% (.*'), 'We give 100%  (.* always)'))
  assert.ok(!fits(partPattern('.*'), 'Anything'))
  assert.ok(!fits(partPattern('[a-z]'), 'abc'))
})

test('a name is the whole name', () => {
  assert.ok(fits(namePattern('zoë müller'), ' Zoë MÜLLER '))
  assert.ok(!fits(namePattern('Zoë'), 'Zoë Müller'))
})
