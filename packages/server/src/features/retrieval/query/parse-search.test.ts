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

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

test('no word of what is typed is lost', () => {
  const piece = fc.constantFrom(
    'leave',
    '-',
    '"',
    ' ',
    'title:',
    'titel:',
    '„',
    '“',
    'e-mail',
    'title',
    ':',
    'Über',
    '-draft',
    '"two words"',
  )
  const typed = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  fc.assert(
    fc.property(typed, (text) => {
      const { words, phrases, excluded, titles, excludedTitles } = parseSearch(text)
      const kept = new Set([words, ...phrases, ...excluded, ...titles, ...excludedTitles].flatMap(wordsIn))
      return wordsIn(text).every((word) => kept.has(word) || word === 'title' || word === 'titel')
    }),
  )
})

test('a title can be excluded, and the German word for it is known', () => {
  const { titles, excludedTitles, excluded } = parseSearch('titel:Handbuch -title:"alte Fassung" Urlaub')
  assert.deepEqual([titles, excludedTitles, excluded], [['Handbuch'], ['alte Fassung'], []])
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
