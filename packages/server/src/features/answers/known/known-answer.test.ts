import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnswerStep, emptyOutcome } from '../runs/answer.ts'
import { toKnownAnswer } from './known-answer.ts'

const answered = (told: { isCut?: boolean; isDegraded?: boolean }): AnswerStep[] => {
  const outcome = { ...emptyOutcome('How many days of leave?', 'extractive'), isAnswered: true, ...told }
  return [
    { name: 'passages-found', passages: [], documentIds: [], outcome },
    { name: 'text-delta', text: 'Thirty days.' },
    { name: 'answered', outcome },
  ]
}

test('an answer is kept for others when it is whole and vectors had their say', () => {
  assert.equal(toKnownAnswer(answered({}))?.text, 'Thirty days.')
  assert.equal(toKnownAnswer(answered({ isCut: true })), undefined)
  assert.equal(toKnownAnswer(answered({ isDegraded: true })), undefined)
  assert.equal(toKnownAnswer(answered({}).slice(0, -1)), undefined)
})
