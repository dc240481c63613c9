import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spokenSentences } from './spoken-sentences.ts'

test('what is read aloud has no markers and no markup', () => {
  assert.deepEqual(spokenSentences('Thirty **days** [1]. See [the page](https://one.test) and `run`.', false), [
    'Thirty days.',
    'See the page and run.',
  ])
})

test('a sentence is said only once it is whole', () => {
  const text = 'Thirty days [1]. Ten move on [2].\n\n- one\n- two'
  const said: string[] = []
  for (let length = 1; length <= text.length; length++) {
    const sentences = spokenSentences(text.slice(0, length), true)
    assert.deepEqual(sentences.slice(0, said.length), said, `what was said changed at ${length}`)
    said.push(...sentences.slice(said.length))
  }
  assert.deepEqual(said, ['Thirty days.', 'Ten move on.', 'one'])
  assert.deepEqual(spokenSentences(text, false), [...said, 'two'])
})

test('an abbreviation and a number with a point end no sentence', () => {
  assert.deepEqual(spokenSentences('On the 3. of May it was 3.5 degrees. So z. B. here.', false), [
    'On the 3. of May it was 3.5 degrees.',
    'So z. B. here.',
  ])
})
