import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryIndex } from '#retrieval'
import { retrieveForAnswer } from './answer-from-passages.ts'
import type { SentenceTrees } from './compare-sentences.ts'
import { measureSentences } from './measure-sentences.ts'
import { profileQuestion } from './question-profile.ts'

const text = 'The warehouse opens at seven. The warehouse is locked at night. Nobody may enter then.'

/** What the trees add to each sentence of the passage, in its order. */
function gains(question: string, trees: SentenceTrees): number[] {
  const index = new MemoryIndex()
  const where = { page: null, start: 0, end: text.length, language: 'en', headingPath: [] }
  index.add({ ...where, passageId: 'p', documentId: 'd', documentTitle: 'Opening hours', text })
  const retrieval = retrieveForAnswer(index, question)
  const sentences = measureSentences(profileQuestion(question, retrieval), retrieval.passages, trees)
  return sentences.toSorted((a, b) => a.start - b.start).map(({ score, weighed }) => Math.round(score - weighed))
}

test('a tree may prefer the only sentence of a passage that says an asked word', () => {
  assert.deepEqual(gains('When is the warehouse locked?', [['metHereOnly', 0.01, 0, 1]]), [0, 1, 0])
})

test('a tree may prefer a sentence for the one before it', () => {
  assert.deepEqual(gains('When is the warehouse locked?', [['metBefore', 0.01, 0, 1]]), [0, 1, 1])
})

test('small words count where they stand as in the question', () => {
  assert.deepEqual(gains('What is locked at night?', [['phrases', 0.5, 0, 1]]), [0, 1, 0])
})
