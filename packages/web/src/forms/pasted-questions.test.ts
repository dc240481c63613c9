import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pastedQuestions } from './pasted-questions.ts'

test('rows of a spreadsheet become questions, and every line keeps its place', () => {
  const lines = pastedQuestions('Why?\thandbook.md\r\n\r\nHow?\tLeave policy\tthirty days\n').split('\n')
  assert.deepEqual(
    lines.map((line) => line && JSON.parse(line)),
    [
      { question: 'Why?', expected: [{ document: 'handbook.md' }] },
      '',
      { question: 'How?', expected: [{ document: 'Leave policy', quote: 'thirty days' }] },
      '',
    ],
  )
})

test('lines of JSON stay as they are, also half ones, so that the server can say what is wrong', () => {
  assert.equal(pastedQuestions('{"question": "half'), '{"question": "half')
  assert.deepEqual(JSON.parse(pastedQuestions('only a question')), { question: 'only a question', expected: [] })
})
