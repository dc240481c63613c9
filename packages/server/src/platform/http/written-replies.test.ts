import assert from 'node:assert/strict'
import { test } from 'node:test'
import { route } from '@brain-ai/contract'
import { z } from 'zod'
import { WrittenReplies } from './written-replies.ts'

const reply = z.object({ id: z.string(), text: z.string(), list: z.array(z.number()) })
const readThing = route({ method: 'GET', path: '/api/things', may: 'anyone', summary: '', tag: 'Answers', reply })

test('a written reply is what the contract makes of the whole, with the fields that are its own', () => {
  const replies = new WrittenReplies(readThing, ['id'])
  const source = {}
  const whole = () => ({ id: 'first', text: 'a "quote"\n', list: [1, 2], secret: 'never' })
  const written = ['first', 'second'].map((id) => JSON.parse(replies.write(source, { id }, whole).json))
  assert.deepEqual(written, [
    { id: 'first', text: 'a "quote"\n', list: [1, 2] },
    { id: 'second', text: 'a "quote"\n', list: [1, 2] },
  ])
  const other = replies.write({}, { id: 'third' }, () => ({ id: 'third', text: 'other', list: [] }))
  assert.deepEqual(JSON.parse(other.json), { id: 'third', text: 'other', list: [] })
})

test('what is in common is made once, and what breaks the contract is never written', () => {
  const replies = new WrittenReplies(readThing, ['id', 'text'])
  let made = 0
  const whole = () => ({ id: '', text: '', list: [++made] })
  const source = {}
  for (const id of ['a', 'b']) replies.write(source, { id, text: id }, whole)
  assert.equal(made, 1)
  const broken = () => ({ id: '', text: '', list: ['no number'] as unknown as number[] })
  assert.throws(() => replies.write({}, { id: 'c', text: 'c' }, broken), /breaks its contract/)
})

test('all fields may be their own', () => {
  const replies = new WrittenReplies(readThing, ['id', 'text', 'list'])
  const whole = { id: 'a', text: 'b', list: [3] }
  assert.deepEqual(JSON.parse(replies.write({}, whole, () => whole).json), whole)
})
