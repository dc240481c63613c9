import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bestStandIns, similarTerms } from './fuzzy-terms.ts'

const gramsOf = (word: string) => new Set(Array.from({ length: word.length + 1 }, (_, i) => `  ${word} `.slice(i, i + 3)))

/** By the definition, with nothing left out. */
function similarityOf(a: string, b: string): number {
  const [ofA, ofB] = [gramsOf(a), gramsOf(b)]
  return ofA.intersection(ofB).size / ofA.union(ofB).size
}

test('similar terms are those whose shared trigrams are three tenths of all, whatever else is in the lists', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'n', 'é', '1'), minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(word, fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 3 }), (asked, lists) => {
      const found = similarTerms(
        asked,
        lists.map((terms) => terms.join(' ')),
      )
      const expected = lists
        .flat()
        .map((term) => ({ word: asked, term, similarity: similarityOf(asked, term) }))
        .filter(({ similarity }) => similarity >= 0.3)
      assert.deepEqual(found, expected)
    }),
    { numRuns: 2_000 },
  )
})

test('the three most similar terms stand in for a word, each with the square of its similarity', () => {
  const found = bestStandIns(similarTerms('retreival', ['retreiv retrieval retreat retrei retire', '']))
  assert.deepEqual(
    found.map(({ term }) => term),
    ['retreiv', 'retrei', 'retrieval'],
  )
  for (const { term, weight } of found) assert.equal(weight, similarityOf('retreival', term) ** 2)
})
