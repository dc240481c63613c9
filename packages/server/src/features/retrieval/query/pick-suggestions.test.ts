import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CandidatePassage } from '../lexical/rank-candidates.ts'
import { pickSuggestions } from './pick-suggestions.ts'

const passage = (documentTitle: string, headingPath: string[], start = 0) =>
  ({ documentTitle, headingPath, documentId: documentTitle, start }) as unknown as CandidatePassage
const ranked = [
  passage('Travel policy', ['Travel policy', 'Hotels abroad'], 120),
  passage('Handbook', ['Leave', 'Parental leave'], 900),
  passage('Travel policy', ['Trains'], 40),
]
const texts = (typed: string) => pickSuggestions(typed, ranked, 5).map(({ text }) => text)

test('the beginning of a word finds titles and headings, each once', () => {
  assert.deepEqual(texts('tra'), ['Travel policy', 'Trains'])
})

test('every word typed so far must stand there, the last as a beginning', () => {
  assert.deepEqual(texts('parental le'), ['Parental leave'])
  assert.deepEqual(texts('parent leave'), [])
})

test('a heading leads to its place in the document', () => {
  assert.deepEqual(pickSuggestions('hot', ranked, 5), [
    { text: 'Hotels abroad', kind: 'heading', documentId: 'Travel policy', start: 120 },
  ])
})

test('nothing typed suggests nothing', () => {
  assert.deepEqual(texts('  ?'), [])
})
