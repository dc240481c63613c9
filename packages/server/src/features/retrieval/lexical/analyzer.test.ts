import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  analyzePassage,
  analyzeQuestion,
  detectLanguage,
  forEachTerm,
  forEachTermAmong,
  forEachTermOfPassage,
  languageOf,
} from './analyzer.ts'
import { type Language, languages } from './languages.ts'
import { forEachWord } from './word-characters.ts'

function wordsOf(text: string): string[] {
  const words: string[] = []
  forEachWord(text, (word) => words.push(word))
  return words
}

const passage = (text: string, title = '', language = 'en') => ({ title, headingPath: [], language, text })

test('words are found in any script, in lower case and compatible form', () => {
  assert.deepEqual(wordsOf('Größe: ﬁnal Ｎｏ．７, naïve'), ['größe', 'final', 'no', '7', 'naïve'])
  assert.deepEqual(wordsOf('6½ apples, 20 m²'), ['6', 'apples', '20', 'm2'])
  assert.deepEqual(wordsOf('Versiche\u00adrung'), ['versicherung'])
  assert.deepEqual(wordsOf('e\u0301tude'), ['étude'])
})

test('every word stands where its offsets say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      let last = 0
      forEachWord(text, (word, start, end) => {
        assert.ok(start >= last && end > start && end <= text.length)
        assert.ok(word.length > 0 && word.length <= 64)
        last = start
      })
    }),
  )
})

test('the stop words tell the language of a sentence', () => {
  assert.equal(detectLanguage('How many days of leave does the team have?'), 'en')
  assert.equal(detectLanguage('Wie viele Urlaubstage hat das Team?'), 'de')
  assert.equal(detectLanguage('Combien de jours de congé est-ce que nous avons pour les enfants ?'), 'fr')
  assert.equal(detectLanguage('Kubernetes'), undefined)
})

test('forms of a word are one term in the language of the passage', () => {
  const english = analyzePassage(passage('The policies are running with the policy.'))
  assert.deepEqual(
    [...english.frequencies],
    [
      ['polici', 2],
      ['run', 1],
    ],
  )
  const german = analyzePassage(passage('Die Häuser sind neben dem Haus.', '', 'de'))
  assert.equal(german.frequencies.get('haus'), 2)
})

test('an English text about a war is found by it, though war is a German stop word', () => {
  assert.ok(analyzePassage(passage('The war of the worlds was over.')).frequencies.has('war'))
  assert.ok(!analyzePassage(passage('Das war nicht so, und es war gut.', '', 'de')).frequencies.has('war'))
})

test('the title counts twice and the headings once', () => {
  const { frequencies, length } = analyzePassage({ title: 'Travel', headingPath: ['Refunds'], language: 'en', text: 'Tickets' })
  assert.deepEqual(Object.fromEntries(frequencies), { travel: 2, refund: 1, ticket: 1 })
  assert.equal(length, 4)
})

test('a question without a telling word is asked in English and German forms', () => {
  const { terms, language } = analyzeQuestion('Urlaubsanträge')
  assert.equal(language, undefined)
  assert.ok(terms.has('urlaubsantrag'))
})

test('texts without spaces are found by pairs of characters', () => {
  const { frequencies } = analyzePassage(passage('東京都庁'))
  assert.deepEqual([...frequencies.keys()], ['東京', '京都', '都庁'])
})

test('words are cut at a length that an index key can bear', () => {
  for (const term of analyzePassage(passage('x'.repeat(5000))).frequencies.keys()) assert.ok(term.length <= 64)
})

test('some terms are found where all terms would be found, in any case and with accents', () => {
  const word = fc.constantFrom(
    'Löhne',
    'lohn',
    'PORTALS',
    'portal',
    'Études',
    'nai\u0308ve',
    'm²',
    'the',
    'ﬁnal',
    'die',
    'Straße',
    '7',
    'über',
  )
  const separator = fc.constantFrom(' ', ', ', '\n', '-')
  const chosen = fc.uniqueArray(fc.constantFrom('lohn', 'die', 'portal', 'naiv', 'naïv', 'final', 'strass', 'straß', '7', 'm2'), {
    minLength: 1,
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(word, separator)), chosen, fc.constantFrom(...languages), (words, terms, language) => {
      const text = words.flat().join('')
      const wanted = new Set<string>(terms)
      const all: string[] = []
      const some: string[] = []
      forEachTerm(text, language, (term, start, end) => wanted.has(term) && all.push(`${term} ${start} ${end}`))
      forEachTermAmong(text, language, wanted, (term, start, end) => some.push(`${term} ${start} ${end}`))
      assert.deepEqual(some, all)
      const passage = { text, language: language.code }
      const [ofPassage, told]: [string[], string[]] = [[], []]
      forEachTerm(text, languageOf(passage), (term, start, end) => wanted.has(term) && told.push(`${term} ${start} ${end}`))
      forEachTermOfPassage(passage, wanted, (term, start, end) => ofPassage.push(`${term} ${start} ${end}`))
      assert.deepEqual(ofPassage, told)
    }),
  )
})

test('a language is told by its words however they are written', () => {
  const count = (text: string, language: Language) => {
    let votes = 0
    forEachWord(text, (word) => {
      if (language.stopWords.has(word)) votes++
    })
    return votes
  }
  const word = fc.constantFrom(...languages.flatMap(({ stopWords }) => [...stopWords].slice(0, 12)), 'Backup', 'Haus')
  const written = fc.constantFrom(
    (each: string) => each,
    (each: string) => each.toUpperCase(),
    (each: string) => each.normalize('NFD'),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(word, written), { maxLength: 12 }), (words) => {
      const text = words.map(([each, write]) => write(each)).join(' ')
      const votes = languages.map((language) => count(text, language))
      const best = Math.max(...votes)
      const winners = languages.filter((_, i) => votes[i] === best)
      assert.equal(detectLanguage(text), best > 0 && winners.length === 1 ? winners[0]!.code : undefined)
    }),
  )
})
