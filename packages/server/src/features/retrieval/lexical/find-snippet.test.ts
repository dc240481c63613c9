import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { analyzeQuestion } from './analyzer.ts'
import { findSnippet } from './find-snippet.ts'

const weightsOf = (question: string) => new Map([...analyzeQuestion(question).terms.keys()].map((term) => [term, 1]))

test('a snippet and its highlights stand where they say', () => {
  const word = fc.constantFrom('backup', 'Backups', 'the', 'restore', 'night.', 'ünïcode', '🙂', 'a\nb', 'months', ' ')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 120 }), fc.integer({ min: 20, max: 200 }), (words, maxLength) => {
      const text = words.join(' ')
      const snippet = findSnippet({ text, language: 'en' }, weightsOf('restore the backup'), maxLength)
      assert.equal(text.slice(snippet.start, snippet.end), snippet.text)
      assert.ok(snippet.text.length <= maxLength)
      for (const { start, end } of snippet.highlights) assert.match(snippet.text.slice(start, end), /^(backups?|restore)$/i)
    }),
  )
})

test('the snippet shows the place where most of the question is met', () => {
  const filler = 'Nothing of interest is said in this sentence at all. '.repeat(20)
  const text = `A backup exists. ${filler}The backup is restored every month by the operations team. ${filler}`
  const snippet = findSnippet({ text, language: 'en' }, weightsOf('When is a backup restored by operations?'), 160)
  assert.match(snippet.text, /^The backup is restored every month/)
  assert.equal(snippet.highlights.length, 3)
})

test('a passage without any asked word shows its beginning', () => {
  const snippet = findSnippet({ text: 'Alpha beta gamma.', language: 'en' }, weightsOf('delta'), 100)
  assert.deepEqual({ ...snippet }, { start: 0, end: 17, text: 'Alpha beta gamma.', highlights: [] })
})
