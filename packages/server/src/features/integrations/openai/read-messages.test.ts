import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMessages } from './read-messages.ts'

const user = (content: string) => ({ role: 'user' as const, content })
const assistant = (content: string | null) => ({ role: 'assistant' as const, content })

test('the last message asks, and the pairs before it are what was said', () => {
  assert.deepEqual(readMessages([user('One?'), assistant('1'), user('Two?'), assistant('2'), user('Three?')]), {
    question: 'Three?',
    history: [
      { question: 'One?', answer: '1' },
      { question: 'Two?', answer: '2' },
    ],
  })
})

test('messages of one side that follow each other are one, and a greeting before the first question is left out', () => {
  assert.deepEqual(
    readMessages([assistant('Hello.'), user('Hi.'), user('One?'), assistant('1'), assistant('and more'), user('Two?')]),
    {
      question: 'Two?',
      history: [{ question: 'Hi.\n\nOne?', answer: '1\n\nand more' }],
    },
  )
})

test('parts of a text belong together, and what the system says is left out', () => {
  const parts = [
    { type: 'text' as const, text: 'How' },
    { type: 'text' as const, text: 'many?' },
  ]
  const system = { role: 'system' as const, content: 'Be short.' }
  assert.deepEqual(readMessages([system, { role: 'user', content: parts }]), { question: 'How\n\nmany?', history: [] })
})

test('of a long conversation the newest turns are read', () => {
  const long = Array.from({ length: 9 }, (_, i) => [user(`Question ${i}`), assistant(`Answer ${i}`)]).flat()
  const { history } = readMessages([...long, user('And now?')])
  assert.deepEqual(
    history?.map(({ answer }) => answer),
    [3, 4, 5, 6, 7, 8].map((i) => `Answer ${i}`),
  )
})

test('who asks nothing, or too much, is told so', () => {
  for (const messages of [[user('Hi'), assistant('Hello')], [user('  ')], [{ role: 'system' as const, content: 'x' }]])
    assert.throws(() => readMessages(messages), { code: 'request/invalid' })
  assert.throws(() => readMessages([user('x'.repeat(2_001))]), { code: 'request/invalid' })
  assert.equal(readMessages([user('x'.repeat(2_000))]).question?.length, 2_000)
})
