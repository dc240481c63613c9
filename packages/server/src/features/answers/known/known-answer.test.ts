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

const id = '01890000-0000-7000-8000-000000000001'

test('an answer is kept for others when it is whole and vectors had their say', () => {
  assert.equal(toKnownAnswer(id, answered({}))?.text, 'Thirty days.')
  assert.equal(toKnownAnswer(id, answered({ isCut: true })), undefined)
  assert.equal(toKnownAnswer(id, answered({ isDegraded: true })), undefined)
  assert.equal(toKnownAnswer(id, answered({}).slice(0, -1)), undefined)
})
