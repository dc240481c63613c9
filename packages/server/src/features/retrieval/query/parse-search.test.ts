import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseSearch } from './parse-search.ts'

test('plain words are ranked by as they are', () => {
  assert.deepEqual(parseSearch('how much leave do I get?'), {
    words: 'how much leave do I get?',
    phrases: [],
    excluded: [],
    titles: [],
    excludedTitles: [],
  })
})

test('a phrase in quotes is asked for exactly, and its words are ranked by', () => {
  const { words, phrases } = parseSearch('rules "parental leave" abroad')
  assert.equal(words, 'rules parental leave abroad')
  assert.deepEqual(phrases, ['parental leave'])
})

test('typographic quotes are quotes', () => {
  assert.deepEqual(parseSearch('„billige Flüge“').phrases, ['billige Flüge'])
})

test('a hyphen before a word or a phrase excludes it; one inside a word does not', () => {
  const { words, excluded } = parseSearch('e-mail -draft -"old version"')
  assert.equal(words, 'e-mail')
  assert.deepEqual(excluded, ['draft', 'old version'])
})

test('title: asks for words in the title', () => {
  const parsed = parseSearch('title:handbook title:"Travel policy" hotel')
  assert.deepEqual(parsed.titles, ['handbook', 'Travel policy'])
  assert.equal(parsed.words, 'hotel')
})

test('with a title alone, its words are ranked by', () => {
  assert.equal(parseSearch('title:handbook').words, 'handbook')
})

test('whatever is typed is read without an error, and nothing is made up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const { words, phrases, excluded, titles } = parseSearch(text)
      const plain = text.replace(/[„“”«»]/g, '"').replace(/\s+/g, ' ')
      return [...phrases, ...excluded, ...titles, ...words.split(' ')].every((part) => plain.includes(part))
    }),
  )
})
