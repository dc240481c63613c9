import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryIndex } from './memory-index.ts'

function indexOf(texts: Record<string, string>): MemoryIndex {
  const index = new MemoryIndex()
  for (const [title, text] of Object.entries(texts)) {
    const where = { headingPath: [], page: null, start: 0, end: text.length, language: 'en' }
    index.add({ ...where, passageId: title, documentId: title, documentTitle: title, text })
  }
  return index
}

const titles = (index: MemoryIndex, question: string) => index.retrieve(question).passages.map(({ passageId }) => passageId)

test('a compound is found by its part and a misspelt word by its neighbours', () => {
  const index = indexOf({
    Reise: 'Die Reisekostenabrechnung wird bis zum Monatsende eingereicht.',
    Lager: 'Das Lager ist von acht bis zwölf Uhr geöffnet.',
    Garden: 'Watering of the plants is done by the facility team.',
  })
  assert.equal(titles(index, 'Wann reiche ich die Reisekosten ein?')[0], 'Reise')
  assert.equal(titles(index, 'Who does the wattering?')[0], 'Garden')
})

test('nothing is found for what no passage resembles', () => {
  const retrieval = indexOf({ Garden: 'Watering of the plants.' }).retrieve('quantum chromodynamics')
  assert.deepEqual(retrieval.passages, [])
  assert.equal(retrieval.total, 0)
})

test('scores are between 0 and 1, best first, and repeat', () => {
  const index = indexOf({ A: 'red apples and pears', B: 'red apples', C: 'pears', D: 'red wine' })
  const first = index.retrieve('red apples')
  assert.equal(first.passages[0]!.passageId, 'B')
  for (const { score } of first.passages) assert.ok(score >= 0 && score <= 1)
  assert.deepEqual(index.retrieve('red apples').passages, first.passages)
})

test('an empty index answers with nothing', () => {
  assert.deepEqual(new MemoryIndex().retrieve('anything at all').passages, [])
})
