import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswer, checkBrokenOff } from './check-answer.ts'

const passage = (text: string, documentTitle = 'Handbook', language = 'en') => ({
  text,
  documentTitle,
  headingPath: [],
  language,
})
const leave = passage(
  'Everybody has thirty days of leave a year. Ten of them may move into the next year, until the end of March.',
)
const notice = passage('The notice period is three months to the end of a quarter. Notice has to be given in writing.')
const cited = new Map([
  [1, leave],
  [2, notice],
])
const verdicts = (text: string) => checkAnswer(text, 'en', cited).sentences.map(({ isSupported }) => isSupported)

test('what stands in the cited passage is supported, in other words too', () => {
  assert.deepEqual(verdicts('Everybody has thirty days of leave a year [1]. Notice has to be given in writing [2].'), [
    true,
    true,
  ])
  assert.deepEqual(verdicts('You have 30 days of leave each year [1].'), [true])
})

test('a number of the answer that the passage does not hold is no support', () => {
  const { unsupported, sentences } = checkAnswer('Everybody has forty days of leave a year: 40 days [1].', 'en', cited)
  assert.deepEqual(sentences[0]?.isSupported, false)
  assert.deepEqual(unsupported, [1, 2])
})

test('a misplaced citation is told from a right one', () => {
  assert.deepEqual(checkAnswer('Everybody has thirty days of leave a year [2].', 'en', cited).unsupported, [1, 2])
  assert.deepEqual(checkAnswer('Everybody has thirty days of leave a year [1].', 'en', cited).unsupported, [2])
})

test('a sentence that claims something and cites nothing is marked', () => {
  assert.deepEqual(verdicts('The canteen serves borscht on every second Thursday.'), [false])
})

test('a sentence without a number is held to those of its paragraph', () => {
  assert.deepEqual(verdicts('Everybody has thirty days of leave. Ten days may move into the next year [1].'), [true, true])
  assert.deepEqual(verdicts('Everybody has thirty days of leave.\n\nTen days may move into the next year [1].'), [false, true])
})

test('numbers behind the end of a sentence belong to it', () => {
  const { sentences } = checkAnswer('Everybody has thirty days of leave. [1] Notice is given in writing. [2]', 'en', cited)
  assert.deepEqual(
    sentences.map(({ citations, isSupported }) => [citations, isSupported]),
    [
      [[1], true],
      [[2], true],
    ],
  )
})

test('headings, questions and what leads over to a list claim nothing', () => {
  assert.deepEqual(
    verdicts('# Leave and notice of everybody\n\nThis is what the handbook says:\n\nDoes that answer your question?'),
    [true, true, true],
  )
})

test('two passages may bear out a sentence together', () => {
  assert.deepEqual(verdicts('Everybody has thirty days of leave, and notice has to be given in writing [1][2].'), [true])
})

test('every sentence is cut out by its offsets', () => {
  const text = '# Leave\n\nEverybody has thirty days [1]. More is not said. [1]\n- Notice is in writing [2]\n- Ten days move [1]'
  for (const { start, end } of checkAnswer(text, 'en', cited).sentences) {
    assert.ok(end > start)
    assert.equal(text.slice(start, end), text.slice(start, end).trim())
  }
})

test('the last sentence of an answer that broke off counts only with its number', () => {
  const verdictsOf = (text: string) => checkBrokenOff(text, 'en', cited).sentences.map(({ isSupported }) => isSupported)
  const first = 'Everybody has thirty days of leave a year [1].'
  assert.deepEqual(verdictsOf(`${first} The cafeteria serves borscht on`), [true])
  assert.deepEqual(verdictsOf(`${first} The cafeteria serves borscht on Thursdays.`), [true])
  assert.deepEqual(verdictsOf(`${first} The cafeteria serves borscht on Thursdays [2].`), [true, false])
  assert.deepEqual(verdictsOf('The cafeteria'), [])
  assert.deepEqual(checkBrokenOff(`${first} Notice has to be`, 'en', cited).unsupported, [])
  assert.deepEqual(checkBrokenOff(`${first} The cafeteria serves borscht [2]`, 'en', cited).unsupported, [2])
})
