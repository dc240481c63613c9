import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRetryable, titleFromFileName } from './document.ts'

test('a failure of the file itself is not offered for another try, one of ours is', () => {
  assert.deepEqual(['document/damaged', 'document/too-large', 'document/no-text'].map(isRetryable), [false, false, false])
  assert.deepEqual(['server/internal', 'document/cancelled', 'document/extraction-timeout'].map(isRetryable), [true, true, true])
})

test('a file name becomes a title that reads well', () => {
  assert.equal(titleFromFileName('leave_policy-for-all_2024.md'), 'leave policy for all 2024')
  assert.equal(titleFromFileName('2024-03-01-minutes.pdf'), '2024-03-01-minutes')
  assert.equal(titleFromFileName('Plan v1.2 final-draft.docx'), 'Plan v1.2 final-draft')
  assert.equal(titleFromFileName('.gitignore'), '.gitignore')
  assert.equal(titleFromFileName('Notes'), 'Notes')
})
