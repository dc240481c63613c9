import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAnswerPlaces, type QuestionType, questionTypeOf } from './question-type.ts'

const questions: [string, QuestionType][] = [
  ['How many days are there?', 'number'],
  ['Wie viele Tage sind es?', 'number'],
  ['Wie lange dauert die Probezeit?', 'number'],
  ['When does it start?', 'time'],
  ['In welchem Jahr begann es?', 'time'],
  ['Who approves it?', 'person'],
  ['Wer genehmigt es?', 'person'],
  ['Where is the office?', 'place'],
  ['Warum ist das so?', 'reason'],
  ['Which tool is used?', 'thing'],
]
for (const [question, type] of questions)
  test(`"${question}" asks for a ${type}`, () => assert.equal(questionTypeOf(question), type))

test('a figure answers only when the question did not name it', () => {
  assert.equal(findAnswerPlaces('In 2015 there were 30 of them.', 'number', 'How many were there in 2015?').length, 1)
  assert.equal(findAnswerPlaces('In 2015 there were some.', 'number', 'How many were there in 2015?').length, 0)
})

test('a written month or number is a figure too', () => {
  assert.equal(findAnswerPlaces('It begins in March.', 'time', 'When does it begin?').length, 1)
  assert.equal(findAnswerPlaces('There are drei Wochen.', 'number', 'Wie viele Wochen?').length, 1)
})
