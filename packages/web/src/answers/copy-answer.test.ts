import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyAnswer } from './copy-answer.ts'

const citation = {
  number: 1,
  passageId: 'p',
  documentId: 'd1',
  title: 'Leave_policy',
  headingPath: ['Leave_policy', 'Annual leave'],
  page: 3,
  start: 0,
  end: 10,
  quote: 'Everyone has\nthirty days.',
  isSupported: true,
}
const words = {
  page: (page: number) => `page ${page}`,
  link: (id: string) => `https://brain.test/documents?document=${id}`,
  gone: 'gone',
}

test('citations become footnotes with their place and quote', () => {
  const markdown = copyAnswer({ question: 'How many days?', answer: 'Thirty [1].', citations: [citation] }, words)
  assert.equal(
    markdown,
    `${[
      '**How many days?**',
      'Thirty [^1].',
      '[^1]: [Leave\\_policy](https://brain.test/documents?document=d1) › Annual leave › page 3: “Everyone has thirty days.”',
    ].join('\n\n')}\n`,
  )
})

test('an answer without citations has no footnotes', () => {
  assert.equal(copyAnswer({ question: 'Why?', answer: 'Nobody knows.', citations: [] }, words), '**Why?**\n\nNobody knows.\n')
})

test('a source that is gone is named as gone', () => {
  const gone = { ...citation, title: '', headingPath: [], page: null, quote: '', isAvailable: false }
  assert.match(copyAnswer({ question: 'Why?', answer: 'So [1].', citations: [gone] }, words), /\n\[\^1\]: gone\n$/)
})
