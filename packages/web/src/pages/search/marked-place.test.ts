import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findMarkedPlace } from './marked-place.ts'

const text = 'Leave\n\nThirty days a year.\n\nLeave again: thirty days.'
const marked = (at: string | undefined, snippet?: string) => {
  const range = findMarkedPlace(text, at, snippet)
  return range && text.slice(range.start, range.end)
}

test('the place of a hit is marked as the address says it', () => {
  assert.equal(marked('7-18'), 'Thirty days')
})

test('where only the beginning of a passage is known, the snippet is marked, or the paragraph', () => {
  assert.equal(marked('7', 'thirty days'), 'thirty days')
  assert.equal(marked('7', 'forty days'), 'Thirty days a year.')
  assert.equal(marked('28'), 'Leave again: thirty days.')
})

test('a place that is not in the text marks nothing', () => {
  for (const at of [undefined, '18-7', '999']) assert.equal(marked(at), undefined)
})
